{{/* What everything is called, how it is labelled, and where it finds the others. */}}

{{- define "counterstep.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* At most 40 characters, so that what is appended still makes a name. */}}
{{- define "counterstep.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "counterstep.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The services with their default ports, as a YAML object. */}}
{{- define "counterstep.ports" -}}
gateway: 4000
coordinator: 9000
catalog: 8005
customers: 8006
inventory: 8001
orders: 8000
payments: 8002
shipping: 8003
notifications: 8004
{{- end -}}

{{/* list ROOT COMPONENT */}}
{{- define "counterstep.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "counterstep.name" $root }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* list ROOT COMPONENT */}}
{{- define "counterstep.labels" -}}
{{- $root := index . 0 -}}
{{ include "counterstep.selector" . }}
app.kubernetes.io/part-of: counterstep
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* list ROOT IMAGE: a registry before the repository, then its digest or its tag. */}}
{{- define "counterstep.image" -}}
{{- $root := index . 0 -}}{{- $image := index . 1 -}}
{{- with $root.Values.global.imageRegistry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end -}}
{{- end -}}

{{/* list BASE OVER: OVER wins, key by key; mergeOverwrite would lose false and 0. */}}
{{- define "counterstep.merge" -}}
{{- $out := deepCopy (index . 0) -}}
{{- range $key, $value := index . 1 -}}
{{- if and (kindIs "map" $value) (kindIs "map" (get $out $key)) -}}
{{- $_ := set $out $key (include "counterstep.merge" (list (get $out $key) $value) | fromYaml) -}}
{{- else if not (kindIs "invalid" $value) -}}
{{- $_ := set $out $key $value -}}
{{- end -}}
{{- end -}}
{{- toYaml $out -}}
{{- end -}}

{{/* list ROOT NAME: what holds for the service, serviceDefaults with its own values over them. */}}
{{- define "counterstep.service" -}}
{{- $root := index . 0 -}}
{{- include "counterstep.merge" (list $root.Values.serviceDefaults (get $root.Values.services (index . 1) | default dict)) -}}
{{- end -}}

{{/* list ROOT SERVICE: the image of all services, with what the service says itself over it; its tag also over their digest. */}}
{{- define "counterstep.serviceImage" -}}
{{- $image := deepCopy (index . 0).Values.image -}}
{{- $own := (index . 1).image -}}
{{- if $own.tag }}{{ $_ := set $image "digest" "" }}{{ end -}}
{{- range $key, $value := $own -}}
{{- if $value }}{{ $_ := set $image $key $value }}{{ end -}}
{{- end -}}
{{- toYaml $image -}}
{{- end -}}

{{- define "counterstep.nodeEnv" -}}
{{- ternary "development" "production" (eq .Values.global.environment "development") -}}
{{- end -}}

{{/* "true" where customers of the demo data can log in. */}}
{{- define "counterstep.hasLogins" -}}
{{- if and (eq (include "counterstep.nodeEnv" .) "development") (ne (toString .Values.demoData) "false") }}true{{ end -}}
{{- end -}}

{{- define "counterstep.scheme" -}}
{{- ternary "https" "http" (ne .Values.tls.existingSecret "") -}}
{{- end -}}

{{- define "counterstep.serviceAccountName" -}}
{{- $root := index . 0 -}}
{{- if $root.Values.serviceAccount.create -}}
{{- printf "%s-%s" (include "counterstep.fullname" $root) (index . 1) -}}
{{- else -}}
{{- default "default" $root.Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* The Secret with the keys; empty where the all-in-one makes its own. */}}
{{- define "counterstep.keysSecret" -}}
{{- if .Values.keys.existingSecret -}}
{{- .Values.keys.existingSecret -}}
{{- else if .Values.keys.create -}}
{{- printf "%s-keys" (include "counterstep.fullname" .) -}}
{{- else if ne .Values.mode "all-in-one" -}}
{{- fail "keys.create: false needs keys.existingSecret, where every service is a pod of its own" -}}
{{- else if eq (include "counterstep.nodeEnv" .) "production" -}}
{{- fail "keys.create: false needs keys.existingSecret, where global.environment is not development" -}}
{{- end -}}
{{- end -}}

{{/* The Secret with password and key file of the bundled MongoDB. */}}
{{- define "counterstep.mongodbSecret" -}}
{{- .Values.mongodb.existingSecret | default (printf "%s-mongodb" (include "counterstep.fullname" .)) -}}
{{- end -}}

{{/* Names of the Secrets that the hook Job makes, separated by blanks. */}}
{{- define "counterstep.madeSecrets" -}}
{{- $names := list -}}
{{- if and .Values.keys.create (not .Values.keys.existingSecret) -}}{{- $names = append $names "keys" -}}{{- end -}}
{{- if and (eq .Values.mongodb.mode "bundled") (not .Values.mongodb.existingSecret) -}}{{- $names = append $names "mongodb" -}}{{- end -}}
{{- join " " $names -}}
{{- end -}}

{{/* The Secret with MONGO_URI. */}}
{{- define "counterstep.mongoUriSecret" -}}
{{- $external := .Values.mongodb.external -}}
{{- if $external.existingSecret -}}
{{- $external.existingSecret -}}
{{- else if $external.uri -}}
{{- printf "%s-mongo-uri" (include "counterstep.fullname" .) -}}
{{- else -}}
{{- fail "mongodb.mode: external needs mongodb.external.existingSecret, a Secret with MONGO_URI" -}}
{{- end -}}
{{- end -}}

{{/* The members of the bundled replica set, as services reach them. */}}
{{- define "counterstep.mongodbHosts" -}}
{{- $root := . -}}{{- $name := printf "%s-mongodb" (include "counterstep.fullname" .) -}}
{{- $hosts := list -}}
{{- range $i := until (int .Values.mongodb.replicas) -}}
{{- $hosts = append $hosts (printf "%s-%d.%s.%s.svc.%s:27017" $name $i $name $root.Release.Namespace $root.Values.clusterDomain) -}}
{{- end -}}
{{- join "," $hosts -}}
{{- end -}}

{{/* Where clients reach the gateway from outside; empty where nothing is exposed. */}}
{{- define "counterstep.publicUrl" -}}
{{- if .Values.route.enabled -}}
{{- with .Values.route.host }}https://{{ . }}{{ end -}}
{{- else if .Values.ingress.enabled -}}
{{- ternary "https" "http" (ne .Values.ingress.tlsSecret "") }}://{{ .Values.ingress.host -}}
{{- else if .Values.httpRoute.enabled -}}
{{- with first .Values.httpRoute.hostnames }}https://{{ . }}{{ end -}}
{{- end -}}
{{- end -}}
