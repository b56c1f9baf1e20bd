export type FilePurpose = 'audio' | 'import' | 'unknown';

const AUDIO = /\.(wav|flac|mp3|m4a|aac|ogg|oga|opus|webm|mp4|mkv|mov|aif|aiff|wma)$/i;
const IMPORT = /\.(json|csv|zip|jsonl|tsv|xlsx|html?|log)$/i;

/** What a dropped file probably is; the server looks at the content and has the last word. */
export function recognise({ name, type }: { name: string; type: string }): FilePurpose {
  if (type.startsWith('audio/') || type.startsWith('video/') || AUDIO.test(name)) return 'audio';
  return IMPORT.test(name) ? 'import' : 'unknown';
}
