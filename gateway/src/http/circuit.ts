/** How often a subgraph that has fallen silent is asked whether it answers again. */
const PROBE_EVERY_MS = 1_000;

/** Whether calls of one subgraph are worth sending. */
export interface Circuit {
  readonly open: boolean;
  /** Begins a call; the returned functions report how it went. */
  begin(): { readonly answered: () => void; readonly silent: () => void };
  close(): void;
}

/**
 * Opens when a call was not answered in time and no other one was answered since it was sent. While it is open no
 * client waits for the subgraph: probes ask it again and again, and the first answer closes the circuit.
 */
export function createCircuit(probe: () => Promise<boolean>, changed: (open: boolean) => void): Circuit {
  let answers = 0;
  let open = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const answered = (): void => {
    answers += 1;
    if (!open) return;
    open = false;
    clearTimeout(timer);
    changed(false);
  };
  const ask = async (): Promise<void> => {
    if (await probe()) answered();
    else if (open && !closed) wait();
  };
  const wait = (): void => {
    timer = setTimeout(() => void ask(), PROBE_EVERY_MS).unref();
  };
  return {
    get open() {
      return open;
    },
    begin: () => {
      const before = answers;
      return {
        answered,
        silent: () => {
          if (open || closed || answers > before) return;
          open = true;
          changed(true);
          void ask();
        },
      };
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Sends through a circuit. Where no connection was made in time, nothing was sent; as long as the subgraph answers
 * others that is a crowd and not silence, and it is tried again.
 *
 * @param isLate whether there is no time left.
 */
export async function sendThrough<Response>(
  circuit: Circuit,
  send: () => Promise<Response>,
  isLate: () => boolean,
): Promise<Response> {
  for (;;) {
    const call = circuit.begin();
    try {
      const response = await send();
      call.answered();
      return response;
    } catch (error) {
      const unconnected = isConnectTimeout(error);
      if (unconnected || isLate()) call.silent();
      if (!unconnected || isLate() || circuit.open) throw error;
    }
  }
}

const isConnectTimeout = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT';
