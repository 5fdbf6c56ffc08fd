import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  chart,
  describeWithHelm,
  lint,
  notes,
  refusal,
  render,
  renderCopy,
  type Manifest,
  type Rendering,
} from './support/chart.ts';

interface Peer {
  readonly podSelector?: { readonly matchExpressions?: readonly [{ readonly values: readonly string[] }] };
}
interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports: readonly { readonly port?: number | string }[];
}
interface Policy {
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
  readonly policyTypes: readonly string[];
}

const policy = (rendering: Rendering, name: string) =>
  rendering.get('NetworkPolicy', `shop-counterstep-${name}`)['spec'] as Policy;
const components = (peers: readonly Peer[] | undefined) =>
  peers?.flatMap(({ podSelector }) => podSelector?.matchExpressions?.[0].values ?? []);
/** Where a service may go, beside DNS: `component:port`, or `*` for anywhere. */
const waysOut = (rendering: Rendering, name: string) =>
  (policy(rendering, name).egress ?? [])
    .filter(({ ports }) => ports[0]?.port !== 53)
    .flatMap(({ to, ports }) =>
      (components(to) ?? ['*']).flatMap((peer) => ports.map(({ port }) => `${peer}:${port ?? '*'}`)),
    )
    .sort();

const argumentsOf = (job: Manifest) =>
  (job['spec'] as { template: { spec: { containers: [{ args: readonly string[] }] } } }).template.spec
    .containers[0].args;

const subgraphs = ['catalog', 'customers', 'inventory', 'notifications', 'orders', 'payments', 'shipping'];

describeWithHelm('objects', () => {
  const rendering = render();

  test('lint finds nothing', () => {
    for (const values of ['values.yaml', 'values-minimal.yaml', 'values-production.yaml'])
      expect(lint('-f', `${chart}/${values}`)).toContain('0 chart(s) failed');
  });

  test('everything is denied at first, both ways', () => {
    expect(policy(rendering, 'deny')).toEqual({
      podSelector: {
        matchLabels: { 'app.kubernetes.io/name': 'counterstep', 'app.kubernetes.io/instance': 'shop' },
      },
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('the gateway is the only way in', () => {
    for (const name of [...subgraphs, 'coordinator', 'mongodb'])
      for (const { from } of policy(rendering, name).ingress ?? []) expect(components(from)).not.toEqual([]);
    expect(policy(rendering, 'gateway').ingress).toEqual([{ ports: [{ port: 'http' }] }]);
    expect(components(policy(rendering, 'orders').ingress?.[0]?.from)).toEqual(['gateway', 'coordinator']);
    expect(components(policy(rendering, 'coordinator').ingress?.[0]?.from)).toEqual(['gateway']);
  });

  test('a subgraph reaches its database and nothing else', () => {
    for (const name of subgraphs) expect(waysOut(rendering, name)).toEqual(['mongodb:mongodb']);
    expect(waysOut(rendering, 'gateway')).toEqual(
      [...subgraphs, 'coordinator'].map((name) => `${name}:http`).sort(),
    );
  });

  test('what is configured can be reached by whoever calls it', () => {
    const given = render(
      ...['--set', 'telemetry.otlpEndpoint=http://collector:4318', '--set', 'mail.existingSecret=mail'],
      ...['--set', 'networkPolicy.provider.ports={443}', '--set', 'mongodb.mode=external'],
      ...['--set', 'networkPolicy.carrier.ports={8443}'],
      ...['--set', 'mongodb.external.existingSecret=uri'],
    );
    expect(waysOut(given, 'orders')).toEqual(['*:27017', '*:4318']);
    expect(waysOut(given, 'payments')).toEqual(['*:27017', '*:4318', '*:443']);
    expect(waysOut(given, 'shipping')).toEqual(['*:27017', '*:4318', '*:8443']);
    expect(waysOut(given, 'customers')).toEqual(['*:25', '*:27017', '*:4318', '*:465', '*:587']);
  });

  test('an autoscaler takes the place of a number of replicas', () => {
    const given = render('--set', 'services.orders.autoscaling.enabled=true');
    expect(given.names('HorizontalPodAutoscaler')).toEqual(['shop-counterstep-orders']);
    expect(given.get('HorizontalPodAutoscaler', 'shop-counterstep-orders')['spec']).toMatchObject({
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [{ resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
    });
    expect(given.get('Deployment', 'shop-counterstep-orders')['spec']).not.toHaveProperty('replicas');
    expect(given.names('PodDisruptionBudget')).toContain('shop-counterstep-orders');
  });

  test('a service is taken out of what holds for all', () => {
    const given = render(
      ...['--set', 'serviceDefaults.autoscaling.enabled=true'],
      ...['--set', 'services.orders.autoscaling.enabled=false'],
    );
    expect(given.names('HorizontalPodAutoscaler')).not.toContain('shop-counterstep-orders');
    expect(given.names('HorizontalPodAutoscaler')).toContain('shop-counterstep-payments');
  });

  test('there is a disruption budget above one replica, and none below', () => {
    expect(rendering.names('PodDisruptionBudget')).toEqual([
      'shop-counterstep-coordinator',
      'shop-counterstep-gateway',
    ]);
    const given = render('--set', 'services.gateway.replicas=1');
    expect(given.names('PodDisruptionBudget')).toEqual(['shop-counterstep-coordinator']);
  });

  test('three members of MongoDB stay a majority while nodes are emptied, and keep apart', () => {
    const mongodb = (given: Rendering) => given.get('StatefulSet', 'shop-counterstep-mongodb');
    const three = render('--set', 'mongodb.replicas=3');
    expect(three.get('PodDisruptionBudget', 'shop-counterstep-mongodb')['spec']).toMatchObject({
      maxUnavailable: 1,
      selector: { matchLabels: { 'app.kubernetes.io/component': 'mongodb' } },
    });
    expect(JSON.stringify(mongodb(three))).toContain('"topologyKey":"kubernetes.io/hostname"');
    expect(JSON.stringify(mongodb(three))).not.toContain('pod-template-hash');
    expect(JSON.stringify(mongodb(rendering))).not.toContain('topologySpreadConstraints');
  });

  test('Secrets are made by a hook with no rights but on them; the chart itself renders none', () => {
    expect(rendering.names('Secret')).toEqual([]);
    expect(rendering.get('Role', 'shop-counterstep-secrets')['rules']).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      {
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['get', 'update'],
        resourceNames: ['shop-counterstep-keys', 'shop-counterstep-mongodb'],
      },
    ]);
    for (const kind of ['Job', 'Role', 'RoleBinding'])
      expect(rendering.get(kind, 'shop-counterstep-secrets').metadata.annotations).toMatchObject({
        'helm.sh/hook': 'pre-install,pre-upgrade',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      });
  });

  test('the hook has the words that the command line knows', () => {
    const wordsOf = (...args: string[]) =>
      argumentsOf(render(...args).get('Job', 'shop-counterstep-secrets')).filter(
        (word) => !/^--(label|annotation)=/.test(word),
      );
    const [keys, mongodb] = ['--name=shop-counterstep-keys', '--mongodb=shop-counterstep-mongodb'];
    expect(wordsOf()).toEqual(['keys', '--apply', keys, mongodb]);
    expect(wordsOf('--set', 'keys.rotation=publish')).toEqual([
      ...['keys', 'rotate', 'publish', '--apply', keys, mongodb],
    ]);
    expect(wordsOf('--set', 'keys.existingSecret=mine,keys.rotation=publish')).toEqual([
      ...['keys', '--apply', mongodb],
    ]);
    expect(wordsOf('--set', 'mongodb.existingSecret=mine')).toEqual(['keys', '--apply', keys]);
  });

  test('who brings all Secrets gets no Job and no Role', () => {
    const given = render('--set', 'keys.existingSecret=keys', '--set', 'mongodb.existingSecret=mongodb');
    for (const kind of ['Job', 'Role', 'RoleBinding', 'Secret']) expect(given.names(kind)).toEqual([]);
  });

  test('what cannot be is refused with the reason', () => {
    expect(refusal('--set', 'mongodb.mode=external')).toContain('mongodb.external.existingSecret');
    expect(refusal('--set', 'keys.create=false')).toContain('keys.existingSecret');
    expect(refusal('--set', 'mongodb.mode=embedded')).toContain('mode: all-in-one');
    expect(refusal('--set', 'ingress.enabled=true')).toContain('ingress.host');
    expect(refusal('--set', 'httpRoute.enabled=true')).toContain('httpRoute.parentRefs');
    expect(
      refusal('--set', 'services.orders.autoscaling.enabled=true,services.orders.autoscaling.minReplicas=20'),
    ).toContain('services.orders.autoscaling: minReplicas (20) is more than maxReplicas (10)');
    for (const mode of ['services', 'all-in-one'])
      expect(refusal('--set', `mode=${mode},preStopSeconds=21`)).toContain(
        'terminationGracePeriodSeconds (30)',
      );
    expect(refusal('--set', 'route.enabled=true,tls.existingSecret=x')).toContain('reencrypt or passthrough');
    expect(refusal('--set', 'route.enabled=true,route.termination=passthrough')).toContain(
      'tls.existingSecret',
    );
    expect(refusal('-f', `${chart}/values-minimal.yaml`, '--set', 'global.environment=production')).toContain(
      'keys.existingSecret',
    );
  });

  test('the gateway is exposed in the way that is asked for, and in none by default', () => {
    const kinds = ['Ingress', 'HTTPRoute', 'Route'];
    for (const kind of kinds) expect(rendering.names(kind)).toEqual([]);
    const given = render(
      ...[
        '--set',
        'ingress.enabled=true',
        '--set',
        'ingress.host=a.example.com',
        '--set',
        'route.enabled=true',
      ],
      ...['--set', 'httpRoute.enabled=true', '--set', 'httpRoute.parentRefs[0].name=public'],
    );
    for (const kind of kinds)
      expect(JSON.stringify(given.get(kind, 'shop-counterstep')['spec'])).toContain(
        '"shop-counterstep-gateway"',
      );
  });

  test('a Route speaks TLS with a gateway that has it, and trusts whom it is told to', () => {
    const tlsOf = (...args: string[]) =>
      render('--set', 'route.enabled=true', ...args).get('Route', 'shop-counterstep')['spec'];
    const own = ['--set', 'tls.existingSecret=x', '--set', 'route.destinationCACertificate=PEM'];
    expect(tlsOf()).toMatchObject({ tls: { termination: 'edge' } });
    expect(tlsOf(...own, '--set', 'route.termination=reencrypt')).toMatchObject({
      tls: { termination: 'reencrypt', destinationCACertificate: 'PEM' },
    });
    expect(JSON.stringify(tlsOf(...own, '--set', 'route.termination=passthrough'))).not.toContain('PEM');
  });

  test('metrics can be scraped, and only in the cluster, however a service is exposed', () => {
    const given = render('--set', 'services.gateway.service.type=LoadBalancer');
    const portsOf = (name: string) => {
      const { type, ports } = given.get('Service', name)['spec'] as {
        type?: string;
        ports: readonly { name: string }[];
      };
      return [type, ...ports.map((port) => port.name)];
    };
    expect(portsOf('shop-counterstep-gateway')).toEqual(['LoadBalancer', 'http']);
    expect(portsOf('shop-counterstep-gateway-metrics')).toEqual([undefined, 'metrics']);
    expect(portsOf('shop-counterstep-orders')).toEqual(['ClusterIP', 'http', 'metrics']);
    expect(rendering.names('Service')).not.toContain('shop-counterstep-gateway-metrics');
  });

  test('monitoring is there where it is asked for', () => {
    for (const kind of ['ServiceMonitor', 'PrometheusRule']) expect(rendering.names(kind)).toEqual([]);
    const given = render('-f', `${chart}/values-production.yaml`);
    expect(given.get('ServiceMonitor', 'shop-counterstep')['spec']).toMatchObject({
      endpoints: [{ port: 'metrics', path: '/metrics', interval: '30s' }],
    });
    const tls = render('-f', `${chart}/values-production.yaml`, '--set', 'tls.existingSecret=certificates');
    expect(tls.get('ServiceMonitor', 'shop-counterstep')['spec']).toMatchObject({
      endpoints: [{ scheme: 'https', tlsConfig: { insecureSkipVerify: true } }],
    });
  });

  test.each([[[]], [['one']], [['one', 'twoAndMore']]])(
    'dashboards and rules are those that there are: %j',
    (files) => {
      const rule = {
        groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up', annotations: { x: '{{ $value }}' } }] }],
      };
      const dashboard = { title: 'T', legend: '{{ service }}' };
      const change = (folder: string) => {
        for (const [name, ending, content] of [
          ['rules', 'yaml', rule],
          ['dashboards', 'json', dashboard],
        ] as const) {
          rmSync(join(folder, name), { recursive: true, force: true });
          mkdirSync(join(folder, name));
          for (const file of files)
            writeFileSync(join(folder, name, `${file}.${ending}`), JSON.stringify(content));
        }
      };
      const given = renderCopy(
        change,
        '--set',
        'metrics.prometheusRule.enabled=true,metrics.dashboards.enabled=true',
      );
      const names = files.map((file) => (file === 'one' ? 'one' : 'two-and-more'));
      expect(given.names('PrometheusRule')).toEqual(names.map((name) => `shop-counterstep-${name}`));
      for (const { spec } of given.ofKind('PrometheusRule') as unknown as { spec: unknown }[])
        expect(spec).toEqual(rule);
      const maps = given
        .ofKind('ConfigMap')
        .filter(({ metadata }) => metadata.labels?.['grafana_dashboard'] === '1');
      expect(maps.map(({ metadata }) => metadata.name)).toEqual(
        names.map((name) => `shop-counterstep-dashboard-${name}`),
      );
      for (const map of maps) {
        const [text = ''] = Object.values(map['data'] as Record<string, string>);
        expect(JSON.parse(text)).toEqual(dashboard);
      }
    },
  );

  test('the test places an order where there are logins, and reads only elsewhere', () => {
    const args = (...given: string[]) =>
      (
        render(...given).get('Pod', 'shop-counterstep-test')['spec'] as {
          containers: [{ args: readonly string[] }];
        }
      ).containers[0].args;
    const url = 'http://shop-counterstep-gateway:4000';
    expect(args()).toEqual(['smoke', url]);
    expect(args('--set', 'global.environment=production')).toEqual(['smoke', '--read-only', url]);
    expect(args('--set', 'demoData=false')).toEqual(['smoke', '--read-only', url]);
    expect(args('--set', 'tests.readOnly=true')).toEqual(['smoke', '--read-only', url]);
  });

  test('notes name logins where there are any, the URL, and a first query', () => {
    expect(notes()).toMatch(/kubectl port-forward -n orders[\s\S]*correct-horse-battery[\s\S]*placeOrder/);
    const production = notes('-f', `${chart}/values-production.yaml`);
    expect(production).toContain('https://orders.example.com/graphql');
    expect(production).not.toContain('correct-horse-battery');
  });

  test('names stay short enough for every object, however long that of the release is', () => {
    const given = render('--set', `fullnameOverride=${'long'.repeat(10)}`);
    for (const { metadata } of given.manifests) expect(metadata.name.length).toBeLessThanOrEqual(63);
  });
});
