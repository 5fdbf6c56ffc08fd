import { expect, test } from '@jest/globals';
import { chart, describeWithHelm, render, type Manifest, type Rendering } from './support/chart.ts';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly securityContext: unknown;
  readonly [part: string]: unknown;
}

interface PodSpec {
  readonly containers: readonly [Container];
  readonly initContainers?: readonly Container[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly automountServiceAccountToken: boolean;
  readonly [part: string]: unknown;
}

interface Workload extends Manifest {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: { readonly metadata: Manifest['metadata']; readonly spec: PodSpec };
  };
}

const workloads = (rendering: Rendering) =>
  ['Deployment', 'StatefulSet', 'Job'].flatMap((kind) => rendering.ofKind(kind)) as unknown as Workload[];
const podsOf = (rendering: Rendering): readonly (readonly [string, PodSpec])[] => [
  ...workloads(rendering).map(({ metadata, spec }) => [metadata.name, spec.template.spec] as const),
  ...rendering.ofKind('Pod').map((pod) => [pod.metadata.name, pod['spec'] as PodSpec] as const),
];
const deployment = (rendering: Rendering, name: string) =>
  rendering.get('Deployment', `shop-counterstep-${name}`) as unknown as Workload;
const variables = (rendering: Rendering, name: string) =>
  new Map(
    deployment(rendering, name).spec.template.spec.containers[0].env?.map((entry) => [
      entry.name,
      entry.value ?? entry.valueFrom,
    ]),
  );

const services = [
  'catalog',
  'coordinator',
  'customers',
  'gateway',
  'inventory',
  'notifications',
  'orders',
  'payments',
  'shipping',
];

describeWithHelm('pods', () => {
  const rendering = render();

  test('each service is a Deployment that runs its program, with a Service on its port', () => {
    expect(rendering.names('Deployment')).toEqual(services.map((name) => `shop-counterstep-${name}`));
    for (const name of services) {
      const [container] = deployment(rendering, name).spec.template.spec.containers;
      expect(container.args).toEqual([name]);
      const { ports } = rendering.get('Service', `shop-counterstep-${name}`)['spec'] as {
        ports: { name: string; port: number }[];
      };
      const port = ports.find((entry) => entry.name === 'http')?.port;
      expect(variables(rendering, name).get('PORT')).toBe(String(port));
    }
  });

  test('coordinator and gateway run twice, the others once, and whoever says otherwise gets it', () => {
    const replicas = (given: Rendering) =>
      Object.fromEntries(services.map((name) => [name, deployment(given, name).spec.replicas]));
    const defaults = Object.fromEntries(services.map((name) => [name, 1]));
    expect(replicas(rendering)).toEqual({ ...defaults, coordinator: 2, gateway: 2 });
    expect(replicas(render('--set', 'services.orders.replicas=3'))['orders']).toBe(3);
    expect(replicas(render('--set', 'services.orders.replicas=0'))['orders']).toBe(0);
    expect(replicas(render('--set', 'serviceDefaults.replicas=2'))['payments']).toBe(2);
  });

  test.each(['default', 'minimal', 'production', 'openshift', 'tls'])(
    'every pod of the %s values is fit for restricted Pod Security, with a read-only root',
    (name) => {
      const given = name === 'default' ? render() : render('-f', `${chart}/ci/${name}-values.yaml`);
      for (const [pod, spec] of podsOf(given)) {
        expect({ pod, ...spec.securityContext }).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        for (const container of [...(spec.initContainers ?? []), ...spec.containers])
          expect({ pod, context: container.securityContext }).toEqual({
            pod,
            context: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
          });
        expect({ pod, token: spec.automountServiceAccountToken }).toEqual({
          pod,
          token: pod.endsWith('-secrets'),
        });
        expect(spec['enableServiceLinks']).toBe(false);
      }
    },
  );

  test('no pod asks for a user on OpenShift, and elsewhere MongoDB alone does', () => {
    const askers = (given: Rendering) =>
      podsOf(given)
        .filter(([, { securityContext }]) => 'runAsUser' in securityContext || 'fsGroup' in securityContext)
        .map(([pod]) => pod);
    expect(askers(render('--set', 'openshift=true'))).toEqual([]);
    expect(askers(rendering)).toEqual(['shop-counterstep-mongodb']);
    const given = askers(render('--set', 'podSecurityContext.runAsUser=1234'));
    expect(given).toContain('shop-counterstep-orders');
  });

  test('whoever reads certificates is in the group that may, unless OpenShift chooses it', () => {
    const tls = ['--set', 'tls.existingSecret=certificates'];
    const groupOf = (given: Rendering) =>
      deployment(given, 'orders').spec.template.spec.securityContext['fsGroup'];
    expect(groupOf(render(...tls))).toBe(1000);
    expect(groupOf(render(...tls, '--set', 'podSecurityContext.fsGroup=2000'))).toBe(2000);
    expect(groupOf(render(...tls, '--set', 'openshift=true'))).toBeUndefined();
    expect(groupOf(render('-f', `${chart}/ci/production-values.yaml`))).toBe(1000);
  });

  test('liveness asks nothing of a database, readiness does, and a start may take three minutes', () => {
    for (const name of services) {
      const [container] = deployment(rendering, name).spec.template.spec.containers;
      expect(container['livenessProbe']).toMatchObject({ httpGet: { path: '/health', port: 'http' } });
      expect(container['readinessProbe']).toMatchObject({
        httpGet: { path: '/ready', port: 'http' },
        initialDelaySeconds: 8,
      });
      const startup = container['startupProbe'] as { periodSeconds: number; failureThreshold: number };
      expect(startup).toMatchObject({ httpGet: { path: '/health' } });
      expect(startup.periodSeconds * startup.failureThreshold).toBe(180);
    }
  });

  test('a pod answers until it is out of its Service, and is never replaced before its successor is ready', () => {
    const { template, strategy } = deployment(rendering, 'gateway').spec as unknown as {
      template: Workload['spec']['template'];
      strategy: unknown;
    };
    expect(strategy).toMatchObject({ rollingUpdate: { maxUnavailable: 0 } });
    expect(template.spec.containers[0]['lifecycle']).toEqual({ preStop: { sleep: { seconds: 5 } } });
    // The service itself ends within 10 s of SIGTERM.
    expect(template.spec['terminationGracePeriodSeconds']).toBeGreaterThanOrEqual(5 + 10);
  });

  test('each service gets its own keys, and a private one only where it signs', () => {
    const keysOf = (name: string) =>
      [...variables(rendering, name)].flatMap(([variable, value]) => {
        const source = (value as { secretKeyRef?: { name: string; key: string } }).secretKeyRef;
        return source?.name === 'shop-counterstep-keys' ? [`${variable}=${source.key}`] : [];
      });
    expect(keysOf('gateway').sort()).toEqual([
      'INTERNAL_PRIVATE_KEY=GATEWAY_INTERNAL_PRIVATE_KEY',
      'SESSION_PUBLIC_KEYS=SESSION_PUBLIC_KEYS',
    ]);
    expect(keysOf('coordinator').sort()).toEqual([
      'INTERNAL_PRIVATE_KEY=COORDINATOR_INTERNAL_PRIVATE_KEY',
      'INTERNAL_PUBLIC_KEYS=INTERNAL_PUBLIC_KEYS',
    ]);
    expect(keysOf('customers').sort()).toEqual([
      'INTERNAL_PUBLIC_KEYS=INTERNAL_PUBLIC_KEYS',
      'SESSION_PRIVATE_KEY=SESSION_PRIVATE_KEY',
    ]);
    for (const name of services.filter((other) => !['gateway', 'coordinator', 'customers'].includes(other)))
      expect(keysOf(name)).toEqual(['INTERNAL_PUBLIC_KEYS=INTERNAL_PUBLIC_KEYS']);
  });

  test('the gateway knows no database', () => {
    expect([...variables(rendering, 'gateway').keys()]).not.toContain('MONGO_URI');
  });

  test('images come from the registry that is named, with digest or tag', () => {
    const images = (...args: string[]) =>
      new Set(podsOf(render(...args)).map(([, spec]) => spec.containers[0].image));
    expect(images()).toEqual(new Set(['counterstep:0.1.0', 'mongo:8']));
    expect(
      images('--set', 'global.imageRegistry=registry.example.com/team', '--set', 'image.tag=test'),
    ).toEqual(new Set(['registry.example.com/team/counterstep:test', 'registry.example.com/team/mongo:8']));
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(images('--set', `image.digest=${digest}`)).toContain(`counterstep@${digest}`);
  });

  test('a service may have an image of its own, for a roll-out in steps', () => {
    const given = render('--set', 'image.tag=b', '--set', 'services.gateway.image.tag=a');
    const image = (name: string) => deployment(given, name).spec.template.spec.containers[0].image;
    expect([image('gateway'), image('orders')]).toEqual(['counterstep:a', 'counterstep:b']);
    const imageOfGateway = (...args: string[]) =>
      deployment(render(...args), 'gateway').spec.template.spec.containers[0].image;
    expect(imageOfGateway('--set', 'image.tag=b', '--set', 'services.gateway.image.tag=')).toBe(
      'counterstep:b',
    );
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(imageOfGateway('--set', `image.digest=${digest}`, '--set', 'services.gateway.image.tag=a')).toBe(
      'counterstep:a',
    );
  });

  test('pods are replaced when configuration or keys change, and only then', () => {
    const annotations = (...args: string[]) =>
      deployment(render(...args), 'orders').spec.template.metadata.annotations;
    expect(annotations()).toEqual(annotations('--set', 'services.payments.replicas=2'));
    for (const change of [
      'logLevel=debug',
      'env.FOO=bar',
      'keys.rotation=publish',
      'global.environment=staging',
    ])
      expect(annotations('--set', change)).not.toEqual(annotations());
  });

  test('variables of a service win over those of all services, which win over the chart', () => {
    const given = render('--set', 'env.LOG_LEVEL=warn', '--set', 'services.orders.env.LOG_LEVEL=debug');
    const { data } = given.get('ConfigMap', 'shop-counterstep-config') as unknown as {
      data: Record<string, string>;
    };
    expect(data['LOG_LEVEL']).toBe('warn');
    expect(variables(given, 'orders').get('LOG_LEVEL')).toBe('debug');
    expect(variables(given, 'catalog').has('LOG_LEVEL')).toBe(false);
  });

  test('no variable is there twice, whatever values say', () => {
    const given = render('--set', 'services.orders.env.PORT=1,services.orders.env.MONGO_URI=mongodb://x');
    for (const [pod, spec] of podsOf(given)) {
      const names = spec.containers[0].env?.map(({ name }) => name) ?? [];
      expect({ pod, names }).toEqual({ pod, names: [...new Set(names)] });
    }
    expect(variables(given, 'orders').get('MONGO_URI')).toBe('mongodb://x');
  });

  test('all in one is one pod with one volume, its own keys, and no rights', () => {
    const minimal = render('-f', `${chart}/values-minimal.yaml`);
    expect(minimal.names('Deployment')).toEqual(['shop-counterstep']);
    expect(minimal.names('PersistentVolumeClaim')).toEqual(['shop-counterstep-data']);
    for (const kind of ['StatefulSet', 'Job', 'Role', 'Secret', 'HorizontalPodAutoscaler'])
      expect(minimal.names(kind)).toEqual([]);
    const { spec } = minimal.get('Deployment', 'shop-counterstep') as unknown as Workload;
    expect(spec.template.spec.containers[0].args).toEqual(['all-in-one']);
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });
});
