export interface User {
  id: number;
  email: string;
  display_name: string;
  is_admin: boolean;
  timezone: string;
  locale: string;
  created_at: string;
}

/** Reply of register, log-in, refresh and setup. `expires_in` counts seconds. */
export interface Grant {
  access_token: string;
  token_type: string;
  expires_in: number;
  user: User;
}

export interface Credentials {
  email: string;
  password: string;
}

export interface Registration extends Credentials {
  display_name: string;
}

export interface SetupState {
  needs_admin: boolean;
  registration_open: boolean;
}

export interface DeviceSession {
  id: string;
  user_agent: string;
  ip_hint: string;
  created_at: string;
  last_used_at: string;
  current: boolean;
}

export type ProfileChange = Partial<Pick<User, 'display_name' | 'timezone' | 'locale'>>;

/** The server's lower bound; it also refuses passwords that are easy to guess. */
export const MIN_PASSWORD = 8;
