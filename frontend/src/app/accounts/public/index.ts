export type { User } from '../model/account';
export { anonymousOnly, signedInOnly } from '../data/guards';
export { provideSession } from '../data/provide-session';
export { sessionApiActions, sessionPageActions } from '../data/session.actions';
export { sessionFeature } from '../data/session.feature';
