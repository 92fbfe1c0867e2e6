import type { Adoption, Data, Plugin } from '../../../lib/spi';

/** What a service that GKE runs itself makes of one setting of a plugin. */
export interface NativeSetting {
  /** What is there, whatever the user says. */
  readonly instead: string;
  /** Values that come to what is there. @default - none */
  takes?(value: Data): boolean;
}

/** A plugin's settings as GKE has them; every other is Google's own affair. */
export type NativeSettings = { readonly [setting: string]: NativeSetting };

/** Which of the settings that the user set are carried out, and what is there instead of the others. */
export function carriedOut(
  { settings }: Plugin,
  known: NativeSettings,
): Required<Pick<Extract<Adoption, { as: 'native' }>, 'honours' | 'instead'>> {
  const honours = Object.entries(settings).flatMap(([setting, value]) =>
    known[setting]?.takes?.(value) ? [setting] : [],
  );
  const instead = Object.entries(known).map(([setting, native]) => [setting, native.instead] as const);
  return { honours, instead: Object.fromEntries(instead) };
}

/** A setting of which one value comes to what is there. */
export function only(value: Data, instead: string): NativeSetting {
  return { instead, takes: given => given === value };
}
