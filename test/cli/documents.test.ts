import { documentsOf } from '../../cli/documents';

test('reads what a file says, whatever its style', () => {
  const one = documentsOf('# remark\na: 1\nb: [x, "y"]\n', 'values/x.yaml');
  expect(one).toEqual([{ a: 1, b: ['x', 'y'] }]);
  expect(documentsOf('b:\n  - "x"\n  - y\na: 1 # remark\n', 'values/x.yaml')).toEqual(one);
});

test('reads templates in which Helm puts something in', () => {
  const documents = (name: string) =>
    documentsOf(`a: {{ toJson (index .Values.late "${name}") }}\n`, 'templates/x.yaml');
  expect(documents('x')).toEqual(documents('x'));
  expect(documents('x')).not.toEqual(documents('y'));
});

test('takes what is no YAML line by line, without remarks', () => {
  expect(documentsOf('{{ range }}\n# remark\n  a: b: c\n', 'templates/x.yaml')).toEqual([
    expect.any(String),
    'a: b: c',
  ]);
  expect(documentsOf('{ not json', 'x.json')).toEqual(['{ not json']);
});
