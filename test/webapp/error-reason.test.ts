import { ApiError } from "../../webapp/src/api/api-error";
import { errorReason } from "../../webapp/src/feed/error-reason";
import { english } from "../../webapp/src/i18n/en";
import { wording } from "../e2e/webapp/wording";

const serverMessage = "The service's own words.";
const inWords = (status: number) => errorReason(new ApiError(status, { serverMessage }), wording("fr").app);

it.each([0, 403, 404, 413, 415, 422, 429, 502, 503, 504])(
  "says in the reader's language why %d was answered",
  (status) => {
    const reason = inWords(status);
    expect(reason).not.toBe(serverMessage);
    expect(Object.values<string>(english.app.error)).not.toContain(reason);
  },
);

it("takes the service's own words where there are no others, and its status where there are none at all", () => {
  expect(inWords(400)).toBe(serverMessage);
  expect(errorReason(new ApiError(500), wording("fr").app)).toContain("500");
});

it("tells the store of the pictures from the service", () => {
  for (const status of [0, 503, 403]) {
    const [own, other] = (["storage", "service"] as const).map((from) =>
      errorReason(new ApiError(status, { from }), wording("en").app),
    );
    expect(own).toContain("store of the pictures");
    expect(other).not.toContain("store of the pictures");
  }
});
