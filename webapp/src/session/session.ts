import { useMemo } from "react";
import { session } from "../services";
import { useStore } from "../state/store";

export { checkUserName, type UserNameProblem } from "./user-name";

export interface Session {
  /** The name of whoever is logged in. */
  user: string | undefined;
  /**
   * @param name is taken without the white space around it: check `name.trim()`.
   * @throws {RangeError} where `checkUserName` finds a problem.
   */
  logIn(name: string): void;
  logOut(): void;
}

/** Who is logged in, also over a reload and in other tabs. */
export function useSession(): Session {
  const user = useStore(session, (name) => name);
  return useMemo(() => ({ user, logIn: session.logIn, logOut: session.logOut }), [user]);
}
