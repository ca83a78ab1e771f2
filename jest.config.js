// Run through `npm test`, which adds --experimental-vm-modules: the sources are ES modules.
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023', experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // A net under what hangs, wide enough for a busy machine; nothing is measured by it.
  testTimeout: 300_000,
  maxWorkers: 2,
};
