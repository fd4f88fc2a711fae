const path = require("node:path");
const base = require("../../jest.config.js");

/**
 * The contract tests of the webservice against one that runs already, at `POSTAGRAM_URL`; see `deployed-postagram.ts`.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...base,
  rootDir: path.resolve(__dirname, "../.."),
  testMatch: ["<rootDir>/test/webservice/{posts,upload,feed,idempotency}.test.ts"],
  moduleNameMapper: { "^\\.\\./postagram$": "<rootDir>/test/e2e/deployed-postagram.ts" },
  maxWorkers: 1, // they share one table
};
