import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { APIRequestContext, expect, Page } from '@playwright/test';

export const PORT = Number(process.env['E2E_REAL_PORT'] ?? 4320);
export const DATA_DIR = join(tmpdir(), `musaic-journeys-${PORT}`);

/** The one-time token that the terminal shows at the first start. */
export function setupToken(): string {
  return readFileSync(join(DATA_DIR, 'secrets', 'setup-token'), 'utf8').trim();
}

/** A real clip beside the repository, or null where there is none. */
export function sharedClip(path: string): string | null {
  const file = resolve(__dirname, '../../../../shared/data', path);
  return existsSync(file) ? file : null;
}

/** Some seconds of a stereo song as WAV: a wide chord and a tone in the middle. */
export function song(seconds = 3): Buffer {
  const rate = 44_100;
  const frames = rate * seconds;
  const wav = Buffer.alloc(44 + frames * 4);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + frames * 4, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(frames * 4, 40);
  for (let frame = 0; frame < frames; frame++) {
    const time = (frame / rate) * 2 * Math.PI;
    const middle = Math.sin(time * 440) * 6000;
    wav.writeInt16LE(middle + Math.sin(time * 220) * 5000, 44 + frame * 4);
    wav.writeInt16LE(middle + Math.sin(time * 330) * 5000, 46 + frame * 4);
  }
  return wav;
}

export const PASSWORD = 'a quiet steppe at night';

/** The first account, where the journey that makes it in the browser did not run. */
export async function haveAdmin(request: APIRequestContext): Promise<void> {
  const setup = await request.get('/api/v1/setup');
  const { needs_admin } = (await setup.json()) as { needs_admin: boolean };
  if (!needs_admin) return;
  const data = { email: 'operator@example.org', password: PASSWORD, display_name: 'Operator' };
  await request.post('/api/v1/setup', { data: { ...data, token: setupToken() } });
}

/** Makes an account over the API and leaves the page signed in with it. */
export async function signUp(page: Page, name: string): Promise<void> {
  const data = { email: `${name}@example.org`, password: PASSWORD, display_name: name };
  const reply = await page.request.post('/api/v1/auth/register', { data });
  expect(reply.ok(), await reply.text()).toBe(true);
  await page.addInitScript(() => {
    localStorage.setItem('musaic.signed-in', '1');
  });
}

/** The processes of this Musaic that run `module`, by their ids. */
export function processesOf(module: string): number[] {
  const mine = readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      const told = readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
      const line = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      return told.includes(`MUSAIC_DATA_DIR=${DATA_DIR}`) && line.includes(module);
    } catch {
      return false; // gone meanwhile, or not ours to read
    }
  });
  return mine.map(Number);
}
