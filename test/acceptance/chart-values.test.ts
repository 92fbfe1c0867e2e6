import { basename, dirname } from 'node:path';
import { readChart, valuesFaults } from './chart-values';
import { FREE_VALUES } from './free-values';
import { describeWith, kit } from './needs';
import { programs } from './programs';
import { releasesOf } from './releases';
import { filesBelow, synthesized } from './synthesized';

describeWith('the values of Helm releases, by the real charts', { charts: kit('chart-values') }, found => {
  const releases = programs.map(program => ({
    program,
    // A chart in a folder is the program's own: it holds objects.
    released: releasesOf(synthesized(program)).filter(({ repository }) => repository),
  }));

  test.each(releases)('$program: every key is one of the chart', ({ released }) => {
    const faults = released.flatMap(({ name, chart, version = '', values }) => {
      const real = readChart(found.charts, chart, version);
      if (!real) return [`${name}: ${chart} ${version} is not in the kit`];
      return valuesFaults(values, real, Object.keys(FREE_VALUES[chart] ?? {})).map(fault => `${name}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  test('some program installs a chart', () => {
    expect(releases.flatMap(({ released }) => released.map(({ chart }) => chart))).toContain('cilium');
  });

  test('every chart that has free-form values is one of the kit', () => {
    const charts = filesBelow(found.charts, /^values\.yaml$/).map(file => basename(dirname(file)));
    const unknown = Object.keys(FREE_VALUES).filter(chart => !charts.some(folder => folder.startsWith(`${chart}-`)));
    expect(unknown).toEqual([]);
  });

  const cilium = () => readChart(found.charts, 'cilium', '1.20.0')!;

  test.each([
    ['a misspelt key', { kubeProxyReplacment: true }, ['kubeProxyReplacment: no such key']],
    ['a misspelt key inside', { hubble: { relay: { enable: true } } }, ['hubble.relay.enable: no such key']],
    [
      'an object for a plain value',
      { ipam: { mode: { eni: true } } },
      ['ipam.mode: {"eni":true} is not a string', 'ipam.mode.eni: no such key'],
    ],
    ['text for a number', { MTU: 'big' }, ['MTU: "big" is not a integer']],
    ['a key of a map that nobody named', { podAnnotations: { a: 'b' } }, ['podAnnotations.a: no such key']],
  ])('refuses %s', (_, values, expected) => {
    expect(valuesFaults(values, cilium(), [])).toEqual(expected);
  });

  test('accepts keys of the chart, and any key of a named map', () => {
    const values = { kubeProxyReplacement: true, k8sServiceHost: '${host}', MTU: '${mtu}', podAnnotations: { a: 'b' } };
    expect(valuesFaults(values, cilium(), ['podAnnotations'])).toEqual([]);
  });

  test('goes by the defaults alone where a chart has no schema', () => {
    const vpcCni = readChart(found.charts, 'aws-vpc-cni', '1.23.0')!;
    expect(valuesFaults({ enableNetworkPolicy: 'true', init: { env: {} } }, vpcCni, [])).toEqual([]);
    expect(valuesFaults({ enableNetworkPolice: 'true', init: { enviro: {} } }, vpcCni, [])).toHaveLength(2);
  });
});
