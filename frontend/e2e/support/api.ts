import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Page, Route } from '@playwright/test';

const USER = {
  id: 7,
  email: 'aigerim@example.org',
  display_name: 'Aigerim',
  is_admin: true,
  timezone: 'Asia/Almaty',
  locale: 'en',
  created_at: '2026-11-01T08:00:00Z',
};
const GRANT = { access_token: 'token', token_type: 'bearer', expires_in: 600, user: USER };

const page = (items: unknown[]): unknown => ({ items, next_cursor: null });

const JOB = {
  attempt: 1,
  cancel_requested: false,
  subject_id: null,
  result: null,
  error_code: null,
  error_message: null,
  started_at: '2026-11-21T10:00:01Z',
  finished_at: null,
};

const JOBS = [
  {
    ...JOB,
    id: 'a1',
    kind: 'studio.separate',
    state: 'running',
    step: 'separate',
    percent: 62,
    eta_ms: 5400,
    created_at: '2026-11-21T10:00:00Z',
  },
  {
    ...JOB,
    id: 'a2',
    kind: 'listening.import',
    state: 'failed',
    step: null,
    percent: 10,
    eta_ms: null,
    error_code: 'export_unreadable',
    error_message: 'The export could not be read. Download it again and retry.',
    created_at: '2026-11-21T09:00:00Z',
  },
];

const media = (id: string, filename: string, minutes: number): unknown => ({
  id,
  kind: 'audio',
  filename,
  content_type: 'audio/flac',
  bytes: minutes * 5_400_000,
  duration_ms: minutes * 60_000,
  sha256: id,
  created_at: '2026-11-20T10:00:00Z',
  url: `/media/${id}.flac`,
});

const MEDIA = [
  media('m1', 'Steppe morning.flac', 4),
  media('m2', 'Қара жорға.mp3', 3),
  media('m3', 'Interview, second take.wav', 12),
  media('m4', 'Ночной поезд.m4a', 5),
];

const SESSIONS = [
  {
    id: 's1',
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36',
    ip_hint: '192.168.1.x',
    created_at: '2026-11-01T08:00:00Z',
    last_used_at: '2026-11-21T09:59:00Z',
    current: true,
  },
  {
    id: 's2',
    user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Safari/605.1',
    ip_hint: '10.0.0.x',
    created_at: '2026-10-01T08:00:00Z',
    last_used_at: '2026-11-18T09:59:00Z',
    current: false,
  },
];

/** Replies by method and path below /api/v1; a test may add or replace some. */
export type Replies = Record<string, (route: Route) => Promise<void>>;

const json = (body: unknown, status = 200) => {
  return (route: Route): Promise<void> => route.fulfill({ status, json: body });
};

const REPLIES: Replies = {
  'POST /auth/refresh': json(GRANT),
  'POST /auth/token': json(GRANT),
  'POST /auth/register': json(GRANT, 201),
  'POST /auth/logout': json(null, 204),
  'GET /setup': json({ needs_admin: false, registration_open: true }),
  'GET /me/sessions': json(page(SESSIONS)),
  'GET /jobs': json(page(JOBS)),
  'GET /jobs/events': (route) =>
    route.fulfill({ contentType: 'text/event-stream', body: ': open\n\n' }),
  'GET /media': json(page(MEDIA)),
  'GET /media/m1/peaks': json({
    points: Array.from({ length: 400 }, (_, i) =>
      Math.round(90 + 80 * Math.sin(i / 9) ** 2 + (i % 7) * 9),
    ),
  }),
  'GET /demo': json({ loaded: false }),
  'GET /listening/summary': json({
    plays: 0,
    ms_played: 0,
    tracks: 0,
    artists: 0,
    albums: 0,
    days_active: 0,
    first_listen_at: null,
    last_listen_at: null,
  }),
  'GET /listening/events': (route) =>
    route.fulfill({ contentType: 'text/event-stream', body: ': open\n\n' }),
  'GET /listening/life-events': json({ items: [] }),
  'GET /listening/timeline': json({ items: [] }),
  'GET /listening/by-hour': json({ items: [] }),
  'GET /listening/by-weekday': json({ items: [] }),
  'GET /listening/top-items': json(page([])),
  'GET /imports': json(page([])),
  'GET /playlists': json(page([])),
  'GET /separations': json(page([])),
  'GET /separations/engines': json([]),
  'GET /transcripts': json(page([])),
  'GET /search': json(
    page([
      {
        kind: 'track',
        id: 1,
        title: 'Steppe morning',
        artist: 'Dala',
        album: null,
        plays: 41,
        source: 'history',
      },
      {
        kind: 'artist',
        id: 2,
        title: 'Dala',
        artist: null,
        album: null,
        plays: 230,
        source: 'history',
      },
    ]),
  ),
};

/** What a server with two years of listening, songs and transcripts replies; cut short. */
export function full(): Replies {
  const file = readFileSync(join(__dirname, 'full.json'), 'utf8');
  const bodies = Object.entries(JSON.parse(file) as Record<string, unknown>);
  return Object.fromEntries(bodies.map(([call, body]) => [call, json(body)]));
}

/** Where there is nothing yet. */
export const NOTHING: Replies = {
  'GET /imports': json(page([])),
  'GET /scrobbling/apps': json({ items: [] }),
  'GET /scrobbling/relays': json({ items: [] }),
  'GET /scrobbling/setup': json({
    user_name: 'aigerim',
    endpoints: { listenbrainz: '', lastfm: '', audioscrobbler: '' },
    clients: [],
  }),
  'GET /listening/names/switches': json({
    clean_titles: true,
    merge_editions: true,
    split_featured: true,
    split_separators: false,
    same_recordings: true,
  }),
  'GET /listening/names/rules': json(page([])),
  'GET /listening/names/audit': json(page([])),
  'GET /media': json(page([])),
  'GET /jobs': json(page([])),
  'GET /search': json(page([])),
  'GET /listening/people/connections': json({ items: [] }),
  'GET /listening/people/invitations': json({ items: [] }),
  'GET /listening/site': json({
    as_of: '2026-11-21T10:00:00Z',
    open_to_all: false,
    least_listeners: 1,
    users: 1,
    recent: { listeners: 0, plays: 0, ms_played: 0, artists: [] },
    ever: { listeners: 0, plays: 0, ms_played: 0, artists: [] },
    items: [{ day: '2026-11-21', plays: 0, ms_played: 0, listeners: 0 }],
    definition: 'the-whole-server',
  }),
};

export const failing = json({ status: 503, code: 'server_away', request_id: '5f1c9a02' }, 503);

/** Answers the API in the browser, so that the frame can be tried without a server. */
export async function answerApi(target: Page, more: Replies = {}): Promise<void> {
  const replies = { ...REPLIES, ...more };
  // On the context, so that requests which pass the service worker are answered too.
  await target.context().route('**/api/v1/**', (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname.replace('/api/v1', '');
    const reply = replies[`${request.method()} ${path}`];
    return reply ? reply(route) : json({ status: 404, code: 'http_404' }, 404)(route);
  });
}

export async function signIn(target: Page, more: Replies = {}): Promise<void> {
  await answerApi(target, more);
  await target.addInitScript(() => {
    localStorage.setItem('musaic.signed-in', '1');
  });
}
