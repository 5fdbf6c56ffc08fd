import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** The ports on this machine that connections use in turn. */
export type Targets = () => readonly number[];

const HOST = '127.0.0.1';

/** A hop of the network: a TCP proxy whose connections can be cut, slowed down and held up. */
export class Proxy {
  readonly #server: Server;
  readonly #targets: Targets;
  readonly #sockets = new Set<Socket>();
  #accepted = 0;
  #delayMs = 0;
  #held: { readonly over: Promise<void>; readonly end: () => void } | undefined;

  private constructor(server: Server, targets: Targets) {
    this.#server = server;
    this.#targets = targets;
    server.on('connection', (client) => {
      void this.#serve(client);
    });
  }

  /** Opens a proxy on a free port; while there is no target, connections are reset. */
  static async open(targets: Targets): Promise<Proxy> {
    const proxy = new Proxy(createServer({ allowHalfOpen: true, noDelay: true }), targets);
    proxy.#server.listen(0, HOST);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** Its base URL, without a path. */
  get url(): string {
    return `http://${HOST}:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resets every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Delays all data that arrives from now on by so many ms; 0 ends that. */
  slowDown(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** Lets nothing through, not even new connections, until `release`. */
  hold(): void {
    if (this.#held) return;
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    this.#held = { over, end };
  }

  /** Lets everything through that was held up, without loss and in order. */
  release(): void {
    this.#held?.end();
    this.#held = undefined;
  }

  async close(): Promise<void> {
    this.release();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  async #pass(): Promise<void> {
    if (this.#delayMs > 0) await delay(this.#delayMs);
    while (this.#held) await this.#held.over;
  }

  async #serve(client: Socket): Promise<void> {
    this.#keep(client);
    await this.#pass();
    const upstream = await this.#reach();
    if (upstream === undefined || client.destroyed) {
      client.resetAndDestroy();
      upstream?.destroy();
      return;
    }
    this.#join(client, upstream);
    this.#join(upstream, client);
  }

  #join(from: Socket, to: Socket): void {
    const gate = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        void this.#pass().then(() => {
          done(null, chunk);
        });
      },
    });
    pipeline(from, gate, to, (error) => {
      if (!error) return;
      // The other side learns of it as from a network.
      from.resetAndDestroy();
      to.resetAndDestroy();
    });
  }

  /** Connects to the first target that accepts, beginning with the next in turn. */
  async #reach(): Promise<Socket | undefined> {
    const ports = this.#targets();
    const first = this.#accepted++;
    for (let turn = 0; turn < ports.length; turn += 1) {
      const port = ports[(first + turn) % ports.length];
      if (port === undefined) continue;
      const socket = connect({ port, host: HOST, allowHalfOpen: true, noDelay: true });
      try {
        await once(socket, 'connect');
        return this.#keep(socket);
      } catch {
        socket.destroy();
      }
    }
    return undefined;
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
