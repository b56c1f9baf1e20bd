/** A file in the library, as the API shows it. */
export type { MediaOut as MediaItem } from '@app/shared/api-client/model/mediaOut';
