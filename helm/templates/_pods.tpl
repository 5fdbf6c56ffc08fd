{{/* What pods of the image have in common. */}}

{{- define "counterstep.podSecurityContext" -}}
{{- $ours := dict "runAsNonRoot" true "seccompProfile" (dict "type" "RuntimeDefault") -}}
{{- /* Kubernetes takes the user of the image and not its group, and files of Secrets are for a group. */ -}}
{{- if and (include "counterstep.certificates" .) (not .Values.openshift) }}{{ $_ := set $ours "fsGroup" 1000 }}{{ end -}}
{{- include "counterstep.merge" (list $ours .Values.podSecurityContext) -}}
{{- end -}}

{{- define "counterstep.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* Further parts of a pod that values may give: list ROOT VALUES. */}}
{{- define "counterstep.scheduling" -}}
{{- with (index . 1).nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with (index . 1).tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with (index . 1).affinity }}
affinity: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with (index . 1).priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with (index . 0).Values.global.imagePullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{/* list ROOT COMPONENT */}}
{{- define "counterstep.topologySpread" -}}
{{- $root := index . 0 -}}{{- $component := index . 1 -}}{{- $spread := index . 2 -}}
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ . }}
  whenUnsatisfiable: {{ $spread.whenUnsatisfiable }}
  labelSelector:
    matchLabels: {{ include "counterstep.selector" (list $root $component) | nindent 6 }}
  {{- if ne $component "mongodb" }}
  matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
{{- end -}}

{{/* Liveness never asks a database. */}}
{{- define "counterstep.probes" -}}
{{- $scheme := include "counterstep.scheme" . | upper -}}
startupProbe:
  httpGet: { path: /health, port: http, scheme: {{ $scheme }} }
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 90
readinessProbe:
  httpGet: { path: /ready, port: http, scheme: {{ $scheme }} }
  periodSeconds: 4
  timeoutSeconds: 4
  failureThreshold: 2
  # What enforces network policies learns of a pod after its start; until then others are refused there.
  initialDelaySeconds: {{ .Values.readinessDelaySeconds }}
livenessProbe:
  httpGet: { path: /health, port: http, scheme: {{ $scheme }} }
  periodSeconds: 10
  timeoutSeconds: 10
  failureThreshold: 6
{{- end -}}

{{/* New requests go elsewhere while the pod still answers; then SIGTERM. */}}
{{- define "counterstep.lifecycle" -}}
{{- if gt (add .Values.preStopSeconds 10) (int .Values.terminationGracePeriodSeconds) -}}
{{- fail (printf "terminationGracePeriodSeconds (%d) must be at least preStopSeconds (%d) and the 10 s in which a service ends what runs" (int .Values.terminationGracePeriodSeconds) (int .Values.preStopSeconds)) -}}
{{- end -}}
{{- if gt (int .Values.preStopSeconds) 0 }}
lifecycle:
  preStop:
    sleep: { seconds: {{ .Values.preStopSeconds }} }
{{- end }}
{{- end -}}

{{/* list NAME SECRET KEY */}}
{{- define "counterstep.secretVariable" -}}
- name: {{ index . 0 }}
  valueFrom: { secretKeyRef: { name: {{ index . 1 }}, key: {{ index . 2 }} } }
{{- end -}}

{{/* The keys of a service, and no others: list ROOT SERVICE. */}}
{{- define "counterstep.keyVariables" -}}
{{- $secret := include "counterstep.keysSecret" (index . 0) -}}{{- $service := index . 1 -}}
{{- if $secret -}}
{{- $keys := dict "gateway" (dict "SESSION_PUBLIC_KEYS" "SESSION_PUBLIC_KEYS" "INTERNAL_PRIVATE_KEY" "GATEWAY_INTERNAL_PRIVATE_KEY")
      "coordinator" (dict "INTERNAL_PRIVATE_KEY" "COORDINATOR_INTERNAL_PRIVATE_KEY" "INTERNAL_PUBLIC_KEYS" "INTERNAL_PUBLIC_KEYS")
      "customers" (dict "SESSION_PRIVATE_KEY" "SESSION_PRIVATE_KEY" "INTERNAL_PUBLIC_KEYS" "INTERNAL_PUBLIC_KEYS")
      "all-in-one" (dict "SESSION_PRIVATE_KEY" "SESSION_PRIVATE_KEY" "SESSION_PUBLIC_KEYS" "SESSION_PUBLIC_KEYS") -}}
{{- range $name, $key := get $keys $service | default (dict "INTERNAL_PUBLIC_KEYS" "INTERNAL_PUBLIC_KEYS") }}
{{ include "counterstep.secretVariable" (list $name $secret $key) }}
{{- end }}
{{- end -}}
{{- end -}}

{{- define "counterstep.mongoVariables" -}}
{{- if eq .Values.mongodb.mode "bundled" }}
{{ include "counterstep.secretVariable" (list "MONGO_PASSWORD" (include "counterstep.mongodbSecret" .) "MONGO_PASSWORD") }}
- name: MONGO_URI
  value: mongodb://counterstep:$(MONGO_PASSWORD)@{{ include "counterstep.mongodbHosts" . }}/?replicaSet=counterstep&authSource=admin
{{- else if eq .Values.mongodb.mode "external" }}
{{ include "counterstep.secretVariable" (list "MONGO_URI" (include "counterstep.mongoUriSecret" .) .Values.mongodb.external.uriKey) }}
{{- end }}
{{- end -}}

{{- define "counterstep.mailVariables" -}}
{{- if .Values.mail.existingSecret }}
{{ include "counterstep.secretVariable" (list "SMTP_URL" .Values.mail.existingSecret .Values.mail.urlKey) }}
{{- end }}
{{- with .Values.mail.from }}
- name: MAIL_FROM
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "counterstep.telemetryVariables" -}}
{{- if .Values.telemetry.otlpEndpoint }}
- name: POD_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- name: OTEL_RESOURCE_ATTRIBUTES
  value: service.namespace={{ include "counterstep.fullname" . }},deployment.environment.name={{ .Values.global.environment }},k8s.namespace.name={{ .Release.Namespace }},k8s.pod.name=$(POD_NAME)
{{- with .Values.telemetry.headersSecret }}
{{ include "counterstep.secretVariable" (list "OTEL_EXPORTER_OTLP_HEADERS" . $.Values.telemetry.headersKey) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The authorities that a service trusts: of its own certificate, else of MongoDB alone; MONGO_URI names the others. */}}
{{- define "counterstep.certificates" -}}
{{- if .Values.tls.existingSecret }}
- name: certificates
  secret: { secretName: {{ .Values.tls.existingSecret }}, defaultMode: 0440 }
{{- if and (eq .Values.mongodb.mode "external") .Values.mongodb.external.caSecret }}
- name: mongodb-ca
  secret: { secretName: {{ .Values.mongodb.external.caSecret }}, defaultMode: 0440 }
{{- end }}
{{- else if and (eq .Values.mongodb.mode "external") .Values.mongodb.external.caSecret }}
- name: certificates
  secret: { secretName: {{ .Values.mongodb.external.caSecret }}, defaultMode: 0440 }
{{- end }}
{{- end -}}

{{- define "counterstep.volumes" -}}
- name: tmp
  emptyDir: {}
{{- include "counterstep.certificates" . }}
{{- end -}}

{{- define "counterstep.volumeMounts" -}}
- { name: tmp, mountPath: /tmp }
{{- if include "counterstep.certificates" . }}
- { name: certificates, mountPath: /etc/counterstep/certificates, readOnly: true }
{{- end }}
{{- if contains "name: mongodb-ca" (include "counterstep.certificates" .) }}
- { name: mongodb-ca, mountPath: /etc/counterstep/mongodb, readOnly: true }
{{- end }}
{{- end -}}

{{/* Pods are replaced when what they read at their start has changed. */}}
{{- define "counterstep.checksums" -}}
checksum/config: {{ include (print $.Template.BasePath "/configmap.yaml") . | sha256sum }}
checksum/keys: {{ list .Values.keys .Values.mongodb.existingSecret .Values.mongodb.external | toJson | sha256sum }}
{{- end -}}
