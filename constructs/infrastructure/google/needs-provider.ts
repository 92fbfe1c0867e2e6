const PACKAGE = '@cdktf/provider-google';

// Imported before anything that loads the package, which is installed by those who use this cloud only.
try {
  require.resolve(`${PACKAGE}/package.json`);
} catch {
  throw new Error(`'tenon/google' needs the package '${PACKAGE}': npm install ${PACKAGE}@^16.12.1`);
}
