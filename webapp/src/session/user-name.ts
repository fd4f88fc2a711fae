/** What is wrong with a text that was to be a user's name. */
export type UserNameProblem = "empty" | "tooLong" | "characters";

// The rules are the service's own, in webservice/users/user-name.ts.
const FORBIDDEN = /[/#\p{Cc}]/u;
/** How long a user's name may be, in characters (Unicode code points). */
export const MAX_LENGTH = 64;

/**
 * What is wrong with a user's name, if anything: it has 1 to 64 characters (Unicode code points), none of them `/`, `#`
 * or a control character, and is neither `.` nor `..`.
 */
export function checkUserName(name: string): UserNameProblem | undefined {
  if (name === "") return "empty";
  if (FORBIDDEN.test(name) || name === "." || name === "..") return "characters";
  return [...name].length > MAX_LENGTH ? "tooLong" : undefined;
}
