/** Where Kubernetes tells a pod who it is. */
const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** How a pod reaches the Kubernetes API, and as whom. */
export interface PodIdentity {
  readonly host: string | undefined;
  readonly port: string | undefined;
  /** Has `token`, `ca.crt` and `namespace`. */
  readonly folder: string;
}

/** What Kubernetes tells this pod of its API. */
export const readPodIdentity = (environment = process.env): PodIdentity => ({
  host: environment['KUBERNETES_SERVICE_HOST'],
  port: environment['KUBERNETES_SERVICE_PORT'],
  folder: FOLDER,
});
