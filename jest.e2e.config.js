const base = require("./jest.config.js");

/** What only continuous integration can do: a browser, `curl`, timings of the start. */
/** @type {import("jest").Config} */
module.exports = {
  ...base,
  roots: ["<rootDir>/test/e2e"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 1,
  testTimeout: 120_000,
};
