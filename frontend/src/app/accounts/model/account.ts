export type { PasswordChange } from '@app/shared/api-client/model/passwordChange';
export type { Registration } from '@app/shared/api-client/model/registration';
export type { TokenReply as Grant } from '@app/shared/api-client/model/tokenReply';
export type { User } from '@app/shared/api-client/model/user';

export interface Credentials {
  email: string;
  password: string;
}

/** The server's lower bound; it also refuses passwords that are easy to guess. */
export const MIN_PASSWORD = 8;
