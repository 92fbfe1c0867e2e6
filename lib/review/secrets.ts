import type { Data } from '../spi';
import { plain, type Difference } from './data';

/** Names of what nobody should read in a comment on a change. */
const SECRET = /(?:password|passwd|passphrase|secret|token|private_?key|credential|access_?key)s?$/i;

/** Stands for what is not shown. */
const HIDDEN = '(not shown)';

/** A difference in which values with the name of a secret are not shown. */
export function withoutSecrets({ path, from, to }: Difference): Difference {
  const hide = (data: Data | undefined) => (data === undefined ? undefined : hidden(plain(path), data));
  return { path, ...(from !== undefined && { from: hide(from) }), ...(to !== undefined && { to: hide(to) }) };
}

function hidden(path: string, data: Data): Data {
  // A reference tells no secret, and a mark says where one is.
  if (typeof data === 'string') return SECRET.test(path) && !data.includes('${') ? HIDDEN : data;
  if (data === null || typeof data !== 'object') return data;
  if (Array.isArray(data)) return (data as readonly Data[]).map(each => hidden(path, each));
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, hidden(key, value as Data)]));
}
