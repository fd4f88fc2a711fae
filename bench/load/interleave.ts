/**
 * Runs each measurement once a round, in turn, so that whatever else the machine does falls on all of them; every other
 * round backwards, so that none always comes after the same one. The first rounds are thrown away: they warm all up.
 *
 * @returns what each gave, by its name, a value a round.
 */
export async function interleave<Name extends string, T>(
  measurements: Readonly<Record<Name, () => Promise<T>>>,
  { rounds, warmUp = 1 }: { rounds: number; warmUp?: number },
  report: (news: string) => void,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(measurements) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  for (let round = 1 - warmUp; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      report(round <= 0 ? `warming up: ${name}` : `round ${round} of ${rounds}: ${name}`);
      const result = await measurements[name]();
      if (round > 0) results[name].push(result);
    }
  }
  return results;
}
