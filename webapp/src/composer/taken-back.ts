const takenBack = new Set<string>();

/** Notes that the post on its way under this key was cancelled here, and not sent. */
export function noteTakenBack(key: string): void {
  takenBack.add(key);
}

export function wasTakenBack(key: string): boolean {
  return takenBack.has(key);
}
