import type { Data } from '../spi';
import { compareBy, differences, isFields, listOf, textsOf, type Fields } from './data';
import type { ProviderReview } from './knowledge';
import type { Change } from './model';
import type { StackOutput } from './output';
import { withoutSecrets } from './secrets';

/** What is not the same of a stack besides its resources: its providers, where its state is, what is before it, what it gives others. */
export function settingChanges(base: StackOutput, head: StackOutput, providers: readonly ProviderReview[]): Change[] {
  return [
    ...versionChanges(base.terraform, head.terraform),
    ...backendChanges(base, head),
    ...providerChanges(base, head, providers),
    ...orderChanges(base, head),
    ...outputChanges(base.terraform, head.terraform),
  ];
}

function versionChanges(base: Fields, head: Fields): Change[] {
  const required = (terraform: Fields) => {
    const settings = terraform.terraform;
    const all = isFields(settings) ? settings.required_providers : undefined;
    return Object.entries(isFields(all) ? all : {}).map(([name, of]) => ({ name, of: of as Data }));
  };
  const { gone, added, kept } = compareBy(required(base), required(head), ({ name }) => name);
  const topic = 'version';
  const subject = (name: string) => `provider ${name}`;
  const versionOf = (of: Data) => (isFields(of) ? (of.version ?? null) : of);
  return [
    ...gone.map(({ name, of }): Change => ({ topic, happens: 'removed', subject: subject(name), from: versionOf(of) })),
    ...added.map(({ name, of }): Change => ({ topic, happens: 'added', subject: subject(name), to: versionOf(of) })),
    ...kept.flatMap(({ name, was, is }): Change[] => {
      const details = differences(was.of, is.of);
      if (details.length === 0) return [];
      return [{ topic, happens: 'changed', subject: subject(name), from: versionOf(was.of), to: versionOf(is.of) }];
    }),
  ];
}

function backendChanges(base: StackOutput, head: StackOutput): Change[] {
  const backendOf = ({ terraform }: StackOutput) =>
    isFields(terraform.terraform) ? terraform.terraform.backend : undefined;
  const details = differences(backendOf(base), backendOf(head)).map(withoutSecrets);
  if (details.length === 0) return [];
  const attention = `the state of stack ${head.name} is looked for elsewhere: without 'terraform init -migrate-state', everything in it is made a second time`;
  return [{ topic: 'stack', happens: 'moved', subject: `state of ${head.name}`, details, attention }];
}

function providerChanges(base: StackOutput, head: StackOutput, known: readonly ProviderReview[]): Change[] {
  const configured = ({ terraform }: StackOutput) =>
    Object.entries(isFields(terraform.provider) ? terraform.provider : {}).flatMap(([name, of]) =>
      listOf(of)
        .filter(isFields)
        .map(each => ({ name: [name, ...textsOf(each.alias)].join('.'), provider: name, of: each })),
    );
  const { kept } = compareBy(configured(base), configured(head), ({ name }) => name);
  return kept.flatMap(({ name, was, is }): Change[] => {
    const details = differences(was.of, is.of).map(withoutSecrets);
    if (details.length === 0) return [];
    const places = known.find(each => each.provider === is.provider)?.places ?? {};
    const moved = details.find(({ path }) => Object.hasOwn(places, path));
    const attention =
      moved &&
      `everything is made anew: ${moved.path} goes from ${String(moved.from)} to ${String(moved.to)}; ${places[moved.path]}`;
    return [
      { topic: 'provider', happens: 'changed', subject: `provider ${name}`, details, ...(attention && { attention }) },
    ];
  });
}

function orderChanges(base: StackOutput, head: StackOutput): Change[] {
  const [from, to] = [[...base.after].sort(), [...head.after].sort()];
  if (from.join() === to.join()) return [];
  return [
    { topic: 'stack', happens: 'moved', subject: `turn of ${head.name}`, from, to, says: 'the stacks before it' },
  ];
}

function outputChanges(base: Fields, head: Fields): Change[] {
  const values = ({ output }: Fields): Data =>
    Object.fromEntries(
      Object.entries(isFields(output) ? output : {}).map(([name, of]) => [
        name,
        isFields(of) ? (of.value ?? null) : of,
      ]),
    );
  return differences(values(base), values(head)).map(each => {
    const { path, from, to } = withoutSecrets(each);
    const happens = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
    return {
      topic: 'stack',
      happens,
      subject: `output ${path}`,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    };
  });
}
