/** A gate at which work waits until a test opens it. */
export interface Gate {
  /** Resolves once work waits at the gate. */
  readonly reached: Promise<void>;
  /** Waits until the gate is open. */
  readonly pass: () => Promise<void>;
  readonly open: () => void;
}

export function createGate(): Gate {
  let arrive = (): void => undefined;
  let open = (): void => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  const pass = (): Promise<void> => {
    arrive();
    return opened;
  };
  return { reached, pass, open };
}
