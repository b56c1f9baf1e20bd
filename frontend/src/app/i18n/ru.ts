import accounts from '../accounts/i18n/ru.json';
import catalog from '../catalog/i18n/ru.json';
import listening from '../listening/i18n/ru.json';
import playlists from '../playlists/i18n/ru.json';
import shared from '../shared/i18n/texts/ru.json';
import shell from '../shell/i18n/ru.json';
import studio from '../studio/i18n/ru.json';
import transcripts from '../transcripts/i18n/ru.json';

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
