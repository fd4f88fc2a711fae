#!/usr/bin/env bash
#
# Turns an instance of Amazon Linux 2023 into one of the webservice. cloud-init runs it once, as root, when the instance
# starts for the first time. The launch template sets, before the first line:
#
#   AWS_REGION           region of all that follows
#   ARTIFACT_BUCKET, ARTIFACT_KEY, ARTIFACT_VERSION
#                        which object, and which version of it, holds the webservice
#   ARTIFACT_SHA256      what has to come out when that object is hashed
#   LOG_GROUP            where logs go
#   SERVICE_ENVIRONMENT  environment of the webservice, a variable a line
#
# There is no secret among them: whoever can describe instances can read this.

set -euo pipefail

readonly logs=/var/log/postagram
readonly home=/opt/postagram
readonly settings=/etc/postagram

# Runs a command until it succeeds, for a minute at most: right after the start neither the network nor a new role's
# permissions can be counted on.
persistently() {
  local attempt
  for attempt in {1..12}; do
    "$@" && return
    echo "attempt ${attempt} failed: $*"
    sleep 5
  done
  return 1
}

install_packages() {
  persistently dnf install -y -q nodejs22 amazon-cloudwatch-agent logrotate
}

# What this script and the webservice write goes to CloudWatch, from files that are kept small: Amazon Linux 2023 has no
# rsyslog, and the agent does not read the journal.
ship_logs() {
  cat > /etc/logrotate.d/postagram <<EOF
${logs}/*.log {
  size 50M
  rotate 2
  compress
  copytruncate
  missingok
}
EOF
  mkdir -p /etc/systemd/system/logrotate.timer.d
  cat > /etc/systemd/system/logrotate.timer.d/often.conf <<EOF
# Once a day, as it is set, a busy instance would have filled its disk long since.
[Timer]
OnCalendar=
OnCalendar=*:0/5
AccuracySec=10s
RandomizedDelaySec=0
EOF
  systemctl daemon-reload
  systemctl restart logrotate.timer

  cat > "${settings}/cloudwatch-agent.json" <<EOF
{
  "agent": { "run_as_user": "cwagent" },
  "logs": {
    "logs_collected": {
      "files": {
        "collect_list": [
          {
            "file_path": "${logs}/boot.log",
            "log_group_name": "${LOG_GROUP}",
            "log_stream_name": "{instance_id}/boot"
          },
          {
            "file_path": "${logs}/webservice.log",
            "log_group_name": "${LOG_GROUP}",
            "log_stream_name": "{instance_id}/webservice"
          }
        ]
      }
    }
  }
}
EOF
  /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl \
    -a fetch-config -m ec2 -c "file:${settings}/cloudwatch-agent.json" -s
}

# That very version and no other, so that an instance that starts next week runs what its neighbours run.
install_webservice() {
  local archive
  archive=$(mktemp)
  persistently aws s3api get-object --region "${AWS_REGION}" --bucket "${ARTIFACT_BUCKET}" --key "${ARTIFACT_KEY}" \
    --version-id "${ARTIFACT_VERSION}" "${archive}"
  echo "${ARTIFACT_SHA256}  ${archive}" | sha256sum --check --strict
  install -d -m 0755 "${home}"
  tar --extract --gzip --no-same-owner --file "${archive}" --directory "${home}"
  rm "${archive}"
}

start_webservice() {
  useradd --system --no-create-home --home-dir "${home}" --shell /sbin/nologin postagram
  printf '%s\n' "${SERVICE_ENVIRONMENT}" > "${settings}/webservice.env"
  cat > /etc/systemd/system/postagram.service <<EOF
[Unit]
Description=Postagram webservice
Wants=network-online.target
After=network-online.target
# It may be started again without end: the load balancer decides when to give an instance up.
StartLimitIntervalSec=0

[Service]
User=postagram
Group=postagram
WorkingDirectory=${home}
EnvironmentFile=${settings}/webservice.env
ExecStart=/usr/bin/node-22 server.js
Restart=always
RestartSec=2
# Draining and the grace for requests in flight come first, 15 s and 30 s.
TimeoutStopSec=60
StandardOutput=append:${logs}/webservice.log
StandardError=inherit
LimitNOFILE=65536

# It needs the network and its own files, to read. MemoryDenyWriteExecute is out of the question: V8 compiles to memory.
CapabilityBoundingSet=
LockPersonality=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service
UMask=0077

[Install]
WantedBy=multi-user.target
EOF
  systemctl daemon-reload
  systemctl enable --now postagram.service
}

install -d -m 0755 "${logs}" "${settings}"
# They are there, and readable for the agent, before anything writes to them.
install -m 0644 /dev/null "${logs}/boot.log"
install -m 0644 /dev/null "${logs}/webservice.log"
exec > >(tee -a "${logs}/boot.log") 2>&1

install_packages
install_webservice
start_webservice
# A service without its logs in CloudWatch is better than none.
ship_logs || echo "logs are not shipped"
echo "the webservice has been started"
