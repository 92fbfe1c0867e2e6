import type { Data, PlannedItem } from '../spi';
import { isFields } from './data';
import type { Change } from './model';

/** Container images that releases and objects name, and did not, or name no more. */
export function imageChanges(base: readonly PlannedItem[], head: readonly PlannedItem[]): Change[] {
  const [was, is] = [imagesOf(base), imagesOf(head)];
  const gone = [...was].filter(image => !is.has(image));
  const added = [...is].filter(image => !was.has(image));
  const moved = added.flatMap(image => {
    const before = gone.find(each => repositoryOf(each) === repositoryOf(image));
    return before === undefined ? [] : [[before, image] as const];
  });
  const paired = new Set(moved.flat());
  const one = (image: string, happens: 'added' | 'removed'): Change => ({ topic: 'image', happens, subject: image });
  return [
    ...moved.map(([from, to]): Change => ({ topic: 'image', happens: 'changed', subject: repositoryOf(to), from, to })),
    ...gone.filter(image => !paired.has(image)).map(image => one(image, 'removed')),
    ...added.filter(image => !paired.has(image)).map(image => one(image, 'added')),
  ];
}

function imagesOf(items: readonly PlannedItem[]): ReadonlySet<string> {
  const found = items.flatMap(item => {
    if (item.kind === 'helm-release') return imagesIn(item.spec.values);
    return item.kind === 'object' ? imagesIn(item.spec) : [];
  });
  return new Set(found.sort());
}

/** Every `image`, written as one text or in parts as charts have it. */
function imagesIn(data: Data): string[] {
  if (Array.isArray(data)) return (data as readonly Data[]).flatMap(imagesIn);
  if (!isFields(data)) return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const image = key === 'image' ? imageOf(value) : undefined;
    return image === undefined ? imagesIn(value) : [image];
  });
}

function imageOf(value: Data): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (!isFields(value) || typeof value.repository !== 'string') return undefined;
  const { registry, repository, tag, digest } = value;
  const place = typeof registry === 'string' && registry !== '' ? `${registry}/${repository}` : repository;
  if (typeof digest === 'string' && digest !== '') return `${place}@${digest}`;
  return tag === undefined || tag === null || tag === '' ? place : `${place}:${String(tag as string)}`;
}

/** Without its tag or digest. */
function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}
