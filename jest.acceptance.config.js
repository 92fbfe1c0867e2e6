/** Acceptance tests: each runs a real tool, or skips and says which one it did not find. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/acceptance/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
  globalSetup: '<rootDir>/test/acceptance/run-folder.ts',
  // Real tools wait more than they work.
  maxWorkers: 4,
  testTimeout: 15 * 60 * 1000,
};
