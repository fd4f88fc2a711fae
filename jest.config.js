/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/e2e/"],
  globalSetup: "<rootDir>/test/global-setup.ts",
  setupFiles: ["<rootDir>/test/error-realm.ts"],
  testTimeout: 30_000,
  maxWorkers: "100%",
  transform: {
    "^.+\\.[jt]s$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, sourceMaps: "inline" },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/build/", "<rootDir>/.local/"],
  collectCoverageFrom: ["{environment,functions,local,stacks,webservice}/**/*.ts"],
  coverageReporters: ["text-summary", "lcov"],
};
