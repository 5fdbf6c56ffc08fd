/** The folder in which Kubernetes provides a pod's identity. */
const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A pod's access to the Kubernetes API: address and identity. */
export interface PodIdentity {
  readonly host: string | undefined;
  readonly port: string | undefined;
  /** The folder with `token`, `ca.crt` and `namespace`. */
  readonly folder: string;
}

/** Reads this pod's access to the Kubernetes API from the environment. */
export const readPodIdentity = (environment = process.env): PodIdentity => ({
  host: environment['KUBERNETES_SERVICE_HOST'],
  port: environment['KUBERNETES_SERVICE_PORT'],
  folder: FOLDER,
});
