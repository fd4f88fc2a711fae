import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { comparableSequencer, uploadVersion } from "../../functions/detect-labels/upload-version";

const EVENT_TIME = "2025-06-01T12:00:00.000Z";
const at = (iso: string) => uuidv7({ msecs: Date.parse(iso) });

/** A sequencer as S3 might write a number: in either case, with or without zeros before it. */
const sequencer = fc
  .tuple(fc.bigInt({ min: 0n, max: 2n ** 72n }), fc.integer({ min: 0, max: 6 }), fc.boolean())
  .map(([value, zeros, upper]) => {
    const digits = "0".repeat(zeros) + value.toString(16);
    return { value, text: upper ? digits.toUpperCase() : digits };
  });

const order = <T>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

describe("the version of an upload", () => {
  it("orders sequencers as text just as they are ordered as numbers", () => {
    fc.assert(
      fc.property(sequencer, sequencer, (a, b) => {
        expect(order(comparableSequencer(a.text), comparableSequencer(b.text))).toBe(order(a.value, b.value));
      }),
    );
  });

  it("orders uploads of one key by their sequencers", () => {
    const name = `${at(EVENT_TIME)}-cat.jpg`;
    fc.assert(
      fc.property(sequencer, sequencer, (a, b) => {
        const [first, second] = [a, b].map(({ text }) =>
          uploadVersion({ name, sequencer: text, eventTime: EVENT_TIME }),
        );
        expect(order(first, second)).toBe(order(a.value, b.value));
      }),
    );
  });

  it("orders uploads of different keys by their unique prefixes, whatever the sequencers and the names say", () => {
    const time = fc.integer({ min: 0, max: 2 ** 43 });
    fc.assert(
      fc.property(time, time, sequencer, sequencer, (a, b, s, t) => {
        fc.pre(a !== b);
        const first = uploadVersion({
          name: `${uuidv7({ msecs: a })}-z.jpg`,
          sequencer: s.text,
          eventTime: EVENT_TIME,
        });
        const second = uploadVersion({
          name: `${uuidv7({ msecs: b })}-a.jpg`,
          sequencer: t.text,
          eventTime: EVENT_TIME,
        });
        expect(order(first, second)).toBe(order(a, b));
      }),
    );
  });

  it("orders a name without a unique prefix by the time of its upload", () => {
    const byHand = (eventTime: string) => uploadVersion({ name: "zebra.jpg", sequencer: "1", eventTime });
    const signed = uploadVersion({ name: `${at(EVENT_TIME)}-cat.jpg`, sequencer: "1", eventTime: EVENT_TIME });
    expect(byHand("2025-06-01T11:59:59.999Z") < signed).toBe(true);
    expect(byHand("2025-06-01T12:00:00.001Z") > signed).toBe(true);
    expect(byHand("no time") < signed).toBe(true);
  });
});
