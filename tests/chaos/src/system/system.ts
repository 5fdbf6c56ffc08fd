import { rmSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeys, noKeys } from '@counterstep/identity';
import { subgraphNames } from '@counterstep/schema';
import {
  findMongod,
  startMongoReplicaSet,
  type MongoReplicaSet,
} from '@counterstep/document-store/testing/mongo-replica-set';
import { systemEnvironment } from '../config.ts';
import { Proxy } from '../network/proxy.ts';
import { Disk } from '@counterstep/primitives/testing';
import { ServiceProcess } from './service-process.ts';

/** Chaos cannot be run here; the message says why. */
export class CannotRun extends Error {}

const SECOND = 'coordinator-2';
const subgraphs = subgraphNames.filter((name) => name !== 'coordinator');
/** Services whose databases are on disks that can fill up. */
const onDisks: readonly string[] = ['coordinator', 'orders', 'inventory', 'payments'];

/** The parts that can be made to fail. */
export interface Targets {
  readonly services: readonly string[];
  readonly hops: readonly string[];
  /** Services whose disks can fill up. */
  readonly disks: readonly string[];
  /** Whether there is a replica set. */
  readonly mongo: boolean;
}

export const isCoordinator = (service: string): boolean => service.startsWith('coordinator');

/** The whole system, a process for each service and a proxy for each hop between them, on new data. */
export class System {
  readonly folder: string;
  readonly mongo: MongoReplicaSet | undefined;
  /** Processes that ended by themselves, such as `payments (1)`. */
  readonly deaths: string[] = [];
  readonly #services = new Map<string, ServiceProcess>();
  readonly #hops = new Map<string, Proxy>();
  readonly #disks = new Map<string, Disk>();

  constructor(folder: string, mongo: MongoReplicaSet | undefined) {
    this.folder = folder;
    this.mongo = mongo;
  }

  /** The public endpoint, without `/graphql`. */
  get url(): string {
    return this.hop('client>gateway').url;
  }

  get targets(): Targets {
    return {
      services: [...this.#services.keys()],
      hops: [...this.#hops.keys()],
      disks: [...this.#disks.keys()],
      mongo: this.mongo !== undefined,
    };
  }

  get failedStarts(): number {
    return [...this.#services.values()].reduce((sum, { failedStarts }) => sum + failedStarts, 0);
  }

  service(name: string): ServiceProcess {
    return present(this.#services.get(name), name);
  }

  hop(name: string): Proxy {
    return present(this.#hops.get(name), name);
  }

  disk(name: string): Disk {
    return present(this.#disks.get(name), name);
  }

  /** Opens all hops and starts all services, and waits until they listen. */
  async start(): Promise<void> {
    const coordinators = this.mongo ? ['coordinator', SECOND] : ['coordinator'];
    const names = [...subgraphs, ...coordinators, 'gateway'];
    await this.#openHops(coordinators);
    await mkdir(join(this.folder, 'logs'), { recursive: true });
    const shared = join(this.folder, 'data');
    await loadKeys(noKeys, shared, 'gateway', false);
    for (const name of names) {
      const dataDir = this.#dataDir(name);
      await mkdir(dataDir, { recursive: true });
      const disk = this.mongo === undefined && onDisks.includes(name) ? Disk.mount(dataDir) : undefined;
      if (disk) this.#disks.set(name, disk);
      await copyFile(join(shared, 'keys.json'), join(dataDir, 'keys.json'));
      this.#services.set(name, this.#define(name, dataDir));
    }
    for (const group of [subgraphs, coordinators, ['gateway']])
      await Promise.all(group.map((name) => this.service(name).start()));
  }

  /** Ends every process at once, when this program ends. */
  endNow(): void {
    for (const service of this.#services.values()) service.end();
    for (const member of this.mongo?.members ?? []) void member.kill();
  }

  /** Ends everything, and removes the data unless it is to be kept. */
  async stop(keep: boolean): Promise<void> {
    await Promise.all([...this.#services.values()].map((service) => service.kill()));
    await Promise.all([...this.#hops.values()].map((hop) => hop.close()));
    if (keep) await Promise.all((this.mongo?.members ?? []).map((member) => member.kill()));
    else await this.mongo?.stop();
    if (!keep) this.removeNow();
  }

  /** Copies what is on disks of their own after `stop`, and returns the folder of everything. */
  async keep(): Promise<string> {
    for (const [name, disk] of this.#disks) {
      const folder = this.#dataDir(name);
      await cp(folder, `${folder}.kept`, { recursive: true });
      disk.unmount();
      await rm(folder, { recursive: true, force: true });
      await rename(`${folder}.kept`, folder);
    }
    this.#disks.clear();
    return this.mongo ? `${this.folder} and ${this.mongo.folder}` : this.folder;
  }

  removeNow(): void {
    for (const disk of this.#disks.values()) disk.unmount();
    this.#disks.clear();
    const folders = [this.folder, ...(this.mongo ? [this.mongo.folder] : [])];
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #dataDir(name: string): string {
    return join(this.folder, 'data', name);
  }

  async #openHops(coordinators: readonly string[]): Promise<void> {
    const open = async (from: string, to: string, targets: readonly string[] = [to]) => {
      const ports = () => targets.flatMap((name) => this.#services.get(name)?.port ?? []);
      this.#hops.set(`${from}>${to}`, await Proxy.open(ports));
    };
    await open('client', 'gateway');
    await open('gateway', 'coordinator', coordinators);
    for (const caller of ['gateway', ...coordinators])
      for (const called of subgraphs) await open(caller, called);
  }

  #define(name: string, dataDir: string): ServiceProcess {
    const hops = [...this.#hops].filter(([hop]) => hop.startsWith(`${name}>`));
    const urls = hops.map(([hop, { url }]) => [`${hop.split('>')[1]?.toUpperCase() ?? ''}_URL`, url]);
    const store = this.mongo ? { MONGO_URI: this.mongo.uri, MONGO_DB: 'chaos' } : {};
    return new ServiceProcess({
      name,
      program: isCoordinator(name) ? 'coordinator' : name,
      env: {
        ...systemEnvironment,
        ...store,
        DATA_DIR: dataDir,
        ...(Object.fromEntries(urls) as Record<string, string>),
      },
      log: join(this.folder, 'logs', `${name}.log`),
      onDeath: (end) => {
        this.deaths.push(`${name} (${end})`);
      },
    });
  }
}

function present<Item>(item: Item | undefined, name: string): Item {
  if (item === undefined) throw new RangeError(`There is no ${name}.`);
  return item;
}

/**
 * Prepares a system: its folder and, if wanted, its replica set.
 *
 * @throws {CannotRun} when MongoDB is wanted and there is no `mongod`.
 */
export async function prepareSystem(mongo: boolean): Promise<System> {
  const binary = mongo ? findMongod() : undefined;
  if (mongo && binary === undefined)
    throw new CannotRun('There is no mongod: set MONGOD_BINARY to the one that scripts/fetch-mongod prints.');
  const folder = await mkdtemp(join(tmpdir(), 'counterstep-chaos-'));
  return new System(folder, binary === undefined ? undefined : await startMongoReplicaSet(binary));
}
