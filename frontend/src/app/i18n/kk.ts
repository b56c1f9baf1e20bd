import accounts from '../accounts/i18n/kk.json';
import catalog from '../catalog/i18n/kk.json';
import listening from '../listening/i18n/kk.json';
import playlists from '../playlists/i18n/kk.json';
import shared from '../shared/i18n/texts/kk.json';
import shell from '../shell/i18n/kk.json';
import studio from '../studio/i18n/kk.json';
import transcripts from '../transcripts/i18n/kk.json';

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
