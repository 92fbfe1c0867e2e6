/** What Google takes as a name of most things, and as a network tag. */
const LONGEST = 63;

/** What Google takes as the id of a service account. @see https://cloud.google.com/iam/docs/service-accounts-create */
const LONGEST_ACCOUNT = 30;

/** A name made of parts. One that is too long keeps its beginning, and what tells it from others that begin alike. */
export function nameOf(...parts: readonly string[]): string {
  const name = parts.join('-');
  return name.length <= LONGEST ? name : withDigest(name, name, LONGEST);
}

/** The id of a service account. A project has one of each, where clusters of several regions may have one name. */
export function accountIdOf(region: string, cluster: string, purpose: string): string {
  return withDigest(`${cluster}-${purpose}`, JSON.stringify([region, cluster, purpose]), LONGEST_ACCOUNT);
}

function withDigest(name: string, whole: string, longest: number): string {
  const digest = digestOf(whole);
  const beginning = name.slice(0, longest - digest.length - 1).replace(/-+$/, '');
  return `${beginning}-${digest}`;
}

/** Seven characters that stand for a text (FNV-1a): the same on every machine. */
function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36).padStart(7, '0');
}
