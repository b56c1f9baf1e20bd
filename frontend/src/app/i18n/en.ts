import accounts from '../accounts/i18n/en.json';
import catalog from '../catalog/i18n/en.json';
import listening from '../listening/i18n/en.json';
import playlists from '../playlists/i18n/en.json';
import shared from '../shared/i18n/texts/en.json';
import shell from '../shell/i18n/en.json';
import studio from '../studio/i18n/en.json';
import transcripts from '../transcripts/i18n/en.json';

/** Each room keeps its own file; its texts stand under the room's name. */
export default {
  ...shared,
  accounts,
  catalog,
  listening,
  playlists,
  shell,
  studio,
  transcripts,
};
