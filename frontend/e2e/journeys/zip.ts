import { crc32, deflateRawSync } from 'node:zlib';

/** One play as the extended history of Spotify writes it down. */
function play(index: number): object {
  const artist = index % 40;
  return {
    ts: new Date(Date.UTC(2024, 0, 1) + index * 1_510_000).toISOString().replace('.000Z', 'Z'),
    username: 'listener',
    platform: 'android',
    ms_played: 90_000 + ((index * 7919) % 150_000),
    conn_country: 'KZ',
    master_metadata_track_name: `Song ${(index * 31) % 400}`,
    master_metadata_album_artist_name: `Band ${artist}`,
    master_metadata_album_album_name: `Album ${artist}`,
    spotify_track_uri: `spotify:track:${String((index * 31) % 400).padStart(22, '0')}`,
    episode_name: null,
    episode_show_name: null,
    spotify_episode_uri: null,
    reason_start: 'trackdone',
    reason_end: 'trackdone',
    shuffle: false,
    skipped: false,
    offline: false,
    offline_timestamp: null,
    incognito_mode: false,
  };
}

/** `my_spotify_data.zip` with so many plays, named and packed as the service does it. */
export function spotifyZip(plays: number): Buffer {
  const name = Buffer.from(
    'Spotify Extended Streaming History/Streaming_History_Audio_2024_0.json',
  );
  const content = Buffer.from(JSON.stringify(Array.from({ length: plays }, (_, i) => play(i))));
  const packed = deflateRawSync(content);
  const sizes = Buffer.alloc(16);
  sizes.writeUInt32LE(crc32(content), 0);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(content.length, 8);
  sizes.writeUInt16LE(name.length, 12);
  // Version 2.0, no flags, deflate, 1 January 1980.
  const common = Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 33, 0]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, sizes, name, packed]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common,
    sizes,
    Buffer.alloc(14),
    name,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
