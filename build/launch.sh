# Runs samples/Cacl in two processes under launchers that this machine has not: a Slurm and two hosts, both made for the moment.

launch_help() {
    cat <<'TEXT'
usage: ./build.sh launch slurm|hosts COMMAND [ARGUMENTS]

  slurm   srun --mpi=pmix -n 2 cacl COMMAND ..., by a Slurm of this one machine that lasts as long as the command
  hosts   mpirun -n 2 cacl COMMAND ..., by ssh on two hosts that are network namespaces of this machine, a process on each
          (./build.sh bench scale --rate 1gbit measures on the same hosts, whose link it holds to a rate)

  COMMAND is train or embed. Both take root and install what they need from Debian; hosts wants
  an ssh server (sshd) that is there already, and starts one of its own. Example:
  ./build.sh launch slurm embed encoder.onnx videos --output videos.index
TEXT
}

launch() {
    local kind=${1:-help} program
    case $kind in
        slurm | hosts) shift ;;
        help | -h | --help) launch_help && return ;;
        *) launch_help >&2 && fail "There is no launcher '$kind'." ;;
    esac
    [[ $(id -u) -eq 0 ]] || fail "launch $kind takes root."
    prepare
    install_npm
    build_release samples/Cacl
    program=$root/$(program_of samples/Cacl)
    trial=$(mktemp -d)
    cd "$caller_folder"
    # As root, and on a terminal that mpirun does not set.
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 TERM=dumb
    trap "end_$kind" EXIT
    "by_$kind" dotnet "$program" "$@"
}

by_slurm() {
    local host
    host=$(hostname -s)
    # libpmix-dev has the name under which Debian's Slurm looks for PMIx.
    install_missing openmpi-bin libopenmpi3 slurmctld slurmd slurm-client slurm-wlm-basic-plugins munge libpmix-dev
    mkdir -p "$trial"/{munge,state,spool}
    chmod 700 "$trial/munge"
    (umask 077 && head -c 1024 /dev/urandom >"$trial/munge/key")
    munged --force --key-file="$trial/munge/key" --socket="$trial/munge/socket" --pid-file="$trial/munged.pid" \
        --log-file="$trial/munge/log" --seed-file="$trial/munge/seed"
    cat >"$trial/slurm.conf" <<TEXT
ClusterName=trial
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$trial/munge/socket
StateSaveLocation=$trial/state
SlurmdSpoolDir=$trial/spool
SlurmctldPidFile=$trial/slurmctld.pid
SlurmdPidFile=$trial/slurmd.pid
SlurmctldLogFile=$trial/slurmctld.log
SlurmdLogFile=$trial/slurmd.log
SlurmctldPort=16817
SlurmdPort=16818
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
TEXT
    export SLURM_CONF=$trial/slurm.conf
    slurmctld
    slurmd
    srun --mpi=pmix -n 2 "$@"
}

end_slurm() {
    local file process
    for file in "$trial"/slurmd.pid "$trial"/slurmctld.pid "$trial"/munged.pid; do
        [[ -f $file ]] || continue
        process=$(<"$file")
        kill "$process" || true
        # What it still writes would come after the folder is gone.
        while kill -0 "$process" 2>/dev/null; do sleep 0.1; done
    done
    rm -rf "$trial"
}

by_hosts() {
    make_hosts
    "${mpirun_of_hosts[@]}" "$@"
}

# Makes the hosts, whose link has a rate of tc where one is given, and mpirun_of_hosts, which starts a process on each.
make_hosts() {
    local host key name handed=() hosts=(10.77.0.1:1 10.77.0.2:1)
    # Not installed here: Debian starts a server as soon as it is.
    [[ -x /usr/sbin/sshd ]] || fail "The second host is reached by ssh, and there is no /usr/sbin/sshd. Debian has it in openssh-server."
    install_missing openmpi-bin libopenmpi3 iproute2 openssh-client
    for host in a b; do
        ip netns add "cacl-$host"
    done
    ip link add cacl-a netns cacl-a type veth peer name cacl-b netns cacl-b
    ip -n cacl-a address add 10.77.0.1/24 dev cacl-a
    ip -n cacl-b address add 10.77.0.2/24 dev cacl-b
    for host in a b; do
        ip -n "cacl-$host" link set lo up
        ip -n "cacl-$host" link set "cacl-$host" up
        [[ -z ${1:-} ]] || tc -n "cacl-$host" qdisc add dev "cacl-$host" root tbf rate "$1" burst 256kb latency 50ms
    done
    # The second host takes whoever has this trial's key.
    for key in host user; do
        ssh-keygen -q -t ed25519 -N '' -f "$trial/$key"
    done
    cat >"$trial/sshd_config" <<TEXT
ListenAddress 10.77.0.2:22
HostKey $trial/host
AuthorizedKeysFile $trial/user.pub
PidFile $trial/sshd.pid
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
StrictModes no
UsePAM yes
SetEnv "PATH=$PATH"
TEXT
    cat >"$trial/ssh_config" <<TEXT
IdentityFile $trial/user
IdentitiesOnly yes
UserKnownHostsFile $trial/known_hosts
BatchMode yes
LogLevel ERROR
TEXT
    # One word, for the benchmark takes mpirun's line apart at spaces.
    printf '#!/bin/sh\nexec ssh -F %s/ssh_config "$@"\n' "$trial" >"$trial/agent"
    chmod +x "$trial/agent"
    say "10.77.0.2 $(<"$trial/host.pub")" >"$trial/known_hosts"
    mkdir -p /run/sshd
    ip netns exec cacl-b unshare --uts sh -c "hostname cacl-b && exec /usr/sbin/sshd -f '$trial/sshd_config'"
    # It goes to the background before it listens, and writes its number after that.
    for _ in {1..100}; do
        [[ ! -s $trial/sshd.pid ]] || break
        sleep 0.1
    done
    # ssh hands nothing on of what is set for the program.
    while read -r name; do
        handed+=(-x "$name")
    done < <(compgen -e | grep -E '^(CACL_|DOTNET_|OMP_|OPENCV_|LD_LIBRARY_PATH$)' || true)
    mpirun_of_hosts=(ip netns exec cacl-a mpirun -n 2 --host "$(IFS=, && say "${hosts[*]}")" --bind-to none "${handed[@]}" --mca plm_rsh_agent "$trial/agent"
        --mca oob_tcp_if_include 10.77.0.0/24 --mca btl self,tcp --mca btl_tcp_if_include 10.77.0.0/24)
}

end_hosts() {
    [[ ! -f $trial/sshd.pid ]] || kill "$(<"$trial/sshd.pid")" || true
    ip netns del cacl-a || true
    ip netns del cacl-b || true
    rm -rf "$trial"
}
