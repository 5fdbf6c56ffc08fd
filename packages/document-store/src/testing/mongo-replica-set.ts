import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient, type MongoClientOptions } from 'mongodb';

const START_TIMEOUT_MS = 60_000;
const PAUSE_MS = 50;
const LAST_OUTPUT_BYTES = 4_000;

/** One `mongod` process. */
export interface ReplicaSetMember {
  readonly port: number;
  /** Kills the process with SIGKILL; resolves once it has ended. */
  kill(): Promise<void>;
  /** Starts the process again on the same files. */
  restart(): Promise<void>;
  /** Suspends the process, which keeps its connections, until it is thawed. */
  freeze(): void;
  thaw(): void;
}

/** A replica set on 127.0.0.1, in a temporary folder. */
export interface MongoReplicaSet {
  readonly uri: string;
  /** The folder of the members' files. */
  readonly folder: string;
  readonly members: readonly ReplicaSetMember[];
  primary(): Promise<ReplicaSetMember>;
  /** Has the primary step down, so that another member is elected. */
  stepDown(): Promise<void>;
  /** Ends all members and removes their files. */
  stop(): Promise<void>;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of `mongod`: `MONGOD_BINARY`, or the one on the PATH. */
export function findMongod(): string | undefined {
  const { MONGOD_BINARY, PATH = '' } = process.env;
  if (MONGOD_BINARY) return MONGOD_BINARY;
  const folders = PATH.split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, 'mongod')).find(isExecutable);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The certificate files of the members, which require mutual TLS, and of their clients. */
export interface ReplicaSetTls {
  readonly caFile: string;
  /** Certificate and key. */
  readonly bothFile: string;
}

const serverTls = (tls: ReplicaSetTls | undefined): readonly string[] =>
  tls === undefined
    ? []
    : ['--tlsMode', 'requireTLS', '--tlsCAFile', tls.caFile, '--tlsCertificateKeyFile', tls.bothFile];

const clientTls = (tls: ReplicaSetTls | undefined): MongoClientOptions =>
  tls === undefined ? {} : { tls: true, tlsCAFile: tls.caFile, tlsCertificateKeyFile: tls.bothFile };

class Member implements ReplicaSetMember {
  readonly port: number;
  readonly tls: ReplicaSetTls | undefined;
  readonly #binary: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #output = '';

  constructor(binary: string, port: number, folder: string, tls?: ReplicaSetTls) {
    this.tls = tls;
    this.#binary = binary;
    this.port = port;
    this.#folder = folder;
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const options = ['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--nounixsocket', '--oplogSize', '128'];
    const cache = [
      '--wiredTigerCacheSizeGB',
      '0.25',
      '--setParameter',
      'diagnosticDataCollectionEnabled=false',
    ];
    const place = ['--port', String(this.port), '--dbpath', this.#folder];
    const child = spawn(this.#binary, [...options, ...cache, ...place, ...serverTls(this.tls)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      this.#output = `${this.#output}${chunk.toString()}`.slice(-LAST_OUTPUT_BYTES);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      this.#output += error.message;
    });
    process.once('exit', this.#killNow);
    this.#process = child;
  }

  readonly #killNow = (): void => {
    this.#process?.kill('SIGKILL');
  };

  /**
   * Checks that the process runs.
   *
   * @throws {Error} with its last output, if the process has ended.
   */
  check(): void {
    const { exitCode = null, signalCode = null, pid } = this.#process ?? {};
    if (pid === undefined || exitCode !== null || signalCode !== null) {
      throw new Error(`mongod has ended: ${this.#output}`);
    }
  }

  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    process.off('exit', this.#killNow);
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }
}

/** Asks one member directly, whatever its state. */
async function ask<Answer>(
  { port, tls }: Pick<Member, 'port' | 'tls'>,
  question: (client: MongoClient) => Promise<Answer>,
): Promise<Answer> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}`, {
    directConnection: true,
    serverSelectionTimeoutMS: 1_000,
    ...clientTls(tls),
  });
  try {
    return await question(client);
  } finally {
    await client.close();
  }
}

async function eventually<Answer>(
  members: readonly Member[],
  question: () => Promise<Answer>,
): Promise<Answer> {
  const end = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      return await question();
    } catch (error) {
      if (Date.now() > end) throw error;
      for (const member of members) member.check();
      await delay(PAUSE_MS);
    }
  }
}

async function initiate(members: readonly Member[]): Promise<void> {
  const [first] = members;
  if (!first) throw new TypeError('A replica set needs a member.');
  const config = {
    _id: 'rs0',
    members: members.map(({ port }, _id) => ({ _id, host: `127.0.0.1:${port}` })),
    // Short timeouts, so that tests of a lost primary do not wait the usual ten seconds.
    settings: { electionTimeoutMillis: 2_000, heartbeatIntervalMillis: 500 },
  };
  for (const member of members) {
    await eventually(members, () => ask(member, (client) => client.db('admin').command({ ping: 1 })));
  }
  await ask(first, (client) => client.db('admin').command({ replSetInitiate: config }));
}

async function findPrimary(members: readonly Member[]): Promise<Member> {
  for (const member of members) {
    const hello = await ask(member, (client) => client.db('admin').command({ hello: 1 })).catch(
      () => undefined,
    );
    if (hello?.['isWritablePrimary'] === true) return member;
  }
  throw new Error('The replica set has no primary.');
}

/**
 * Starts a replica set, and waits until it has a primary.
 *
 * @throws {Error} with its last output, if `mongod` does not start.
 */
export async function startMongoReplicaSet(
  binary: string,
  size = 3,
  tls?: ReplicaSetTls,
): Promise<MongoReplicaSet> {
  const folder = await mkdtemp(join(tmpdir(), 'counterstep-mongo-'));
  const ports = await Promise.all(Array.from({ length: size }, freePort));
  const members = ports.map((port) => new Member(binary, port, join(folder, String(port)), tls));
  const stop = async (): Promise<void> => {
    await Promise.all(members.map((member) => member.kill()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(members.map((member) => member.start()));
    await initiate(members);
    const primary = (): Promise<Member> => eventually([], () => findPrimary(members));
    await primary();
    const stepDown = async (): Promise<void> => {
      await ask(await primary(), (client) =>
        client.db('admin').command({ replSetStepDown: 10, secondaryCatchUpPeriodSecs: 5 }),
      );
    };
    const hosts = ports.map((port) => `127.0.0.1:${port}`).join();
    return { uri: `mongodb://${hosts}/?replicaSet=rs0`, folder, members, primary, stepDown, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
