"use strict";
const words = {
  en: {
    ask: (app, user) => `${app} asks to scrobble for ${user}`,
    why: "It may add what you listen to and read your own history. You can revoke it at any time under connected apps.",
    allow: "Allow", refuse: "Do not allow", allowed: "Done. You can close this page and go back to the app.",
    refused: "The app was not let in. You can close this page.",
    gone: "This request is too old or was answered already. Start again in the app.",
    login: "Log in to Musaic", again: "I have logged in", trouble: "Musaic does not answer. Try again in a moment.",
  },
  ru: {
    ask: (app, user) => `${app} просит разрешения скробблить для ${user}`,
    why: "Приложение сможет добавлять прослушивания и читать вашу историю. Доступ можно отозвать в любой момент в списке подключённых приложений.",
    allow: "Разрешить", refuse: "Не разрешать", allowed: "Готово. Закройте эту страницу и вернитесь в приложение.",
    refused: "Приложение не получило доступа. Эту страницу можно закрыть.",
    gone: "Запрос устарел или на него уже ответили. Начните заново в приложении.",
    login: "Войти в Musaic", again: "Вход выполнен", trouble: "Musaic не отвечает. Попробуйте чуть позже.",
  },
  kk: {
    ask: (app, user) => `${app} қолданбасы ${user} үшін скробблинг жасауға рұқсат сұрайды`,
    why: "Қолданба тыңдалғандарды қосып, тарихыңызды оқи алады. Рұқсатты қосылған қолданбалар тізімінен кез келген уақытта қайтарып алуға болады.",
    allow: "Рұқсат беру", refuse: "Рұқсат бермеу", allowed: "Дайын. Бұл бетті жауып, қолданбаға оралыңыз.",
    refused: "Қолданбаға рұқсат берілмеді. Бұл бетті жабуға болады.",
    gone: "Сұрау ескірген немесе оған жауап берілген. Қолданбада қайта бастаңыз.",
    login: "Musaic жүйесіне кіру", again: "Мен кірдім", trouble: "Musaic жауап бермейді. Сәл кейінірек қайталаңыз.",
  },
};
const language = ["en", "ru", "kk"].find((code) => (navigator.language || "en").toLowerCase().startsWith(code)) || "en";
const say = words[language];
const part = (id) => document.getElementById(id);
const token = new URLSearchParams(location.search).get("token") || "";
let access = "";
document.documentElement.lang = language;
part("allow").textContent = say.allow;
part("refuse").textContent = say.refuse;
part("again").textContent = say.again;
part("login").querySelector("a").textContent = say.login;

function show(text, section) {
  part("text").textContent = text;
  for (const id of ["buttons", "login"]) part(id).hidden = id !== section;
}

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (access) headers.Authorization = `Bearer ${access}`;
  if (body) headers["Content-Type"] = "application/json";
  return fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
}

async function begin() {
  try {
    const session = await fetch("/api/v1/auth/refresh", { method: "POST", headers: { "X-Musaic-CSRF": "1" } });
    if (!session.ok) return show(session.status === 401 ? "" : say.trouble, "login");
    access = (await session.json()).access_token;
    const asked = await call("GET", `/scrobbling/approvals?token=${encodeURIComponent(token)}`);
    if (!asked.ok) return show(asked.status >= 500 ? say.trouble : say.gone);
    const { client, user_name } = await asked.json();
    part("title").textContent = say.ask(client, user_name);
    show(say.why, "buttons");
    part("allow").focus();
  } catch {
    show(say.trouble, "login");
  }
}

async function answer(allow) {
  try {
    const reply = await call("POST", "/scrobbling/approvals", { token, allow });
    show(reply.ok ? (allow ? say.allowed : say.refused) : reply.status >= 500 ? say.trouble : say.gone);
  } catch {
    show(say.trouble, "buttons");
  }
}

part("allow").addEventListener("click", () => answer(true));
part("refuse").addEventListener("click", () => answer(false));
part("again").addEventListener("click", begin);
begin();
