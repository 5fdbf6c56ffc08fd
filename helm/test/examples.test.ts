import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import {
  chart,
  describeWithHelm,
  readChartFile,
  render,
  renderUmbrella,
  type Manifest,
} from './support/chart.ts';

const manifestsIn = (name: string) =>
  parseAllDocuments(readChartFile(name)).map((document) => document.toJS() as Manifest);

test('External Secrets bring the Secrets that production asks for', () => {
  const made = manifestsIn('examples/external-secrets.yaml').map(({ metadata }) => metadata.name);
  expect(made).toEqual(['counterstep-keys', 'counterstep-mongodb', 'counterstep-mail']);
});

describeWithHelm('examples', () => {
  test('the Secrets that production reads are those of the example', () => {
    const read = new Set(
      JSON.stringify(render('-f', join(chart, 'values-production.yaml')).manifests)
        .match(/"secretKeyRef":\{[^}]*\}/g)
        ?.map((text) => /"name":"([^"]+)"/.exec(text)?.[1]),
    );
    const made = manifestsIn('examples/external-secrets.yaml').map(({ metadata }) => metadata.name);
    expect([...read].sort()).toEqual(made.sort());
  });

  test('the certificate of the example is for every name under which a service is called', () => {
    const certificates = manifestsIn('examples/cert-manager.yaml').filter(
      ({ kind }) => kind === 'Certificate',
    );
    const names = certificates.flatMap(
      (manifest) => (manifest['spec'] as { dnsNames?: string[] }).dnsNames ?? [],
    );
    const services = render(
      '--set',
      'fullnameOverride=counterstep,mongodb.mode=external,mongodb.external.existingSecret=x',
    ).names('Service');
    expect(names).toEqual(expect.arrayContaining([...services]));
  });

  test('the chart for OpenShift builds the image that its pods run, behind a Route, and asks for no user', () => {
    const umbrella = renderUmbrella();
    expect(umbrella.names('BuildConfig')).toEqual(['counterstep']);
    expect(umbrella.names('Route')).toHaveLength(1);
    const text = JSON.stringify(umbrella.manifests);
    expect(text).toContain(
      '"image":"image-registry.openshift-image-registry.svc:5000/counterstep/counterstep:latest"',
    );
    expect(text).not.toMatch(/"(runAsUser|runAsGroup|fsGroup)"/);
    expect(renderUmbrella('--set', 'build.enabled=false').names('BuildConfig')).toEqual([]);
  });

  test('every example is named in the README', () => {
    for (const name of readdirSync(join(chart, 'examples')))
      expect(readChartFile('README.md')).toContain(`examples/${name}`);
  });
});
