//! Whether what an office is installed with is sound, as far as can be known without a cluster.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::checks::step;
use crate::tools::{Tools, at_root, promtool};
use crate::tree;

/// Tells the tests where the proxy is.
pub(crate) const CADDY: &str = "TONGBAN_TEST_CADDY";
const OVERLAYS: [&str; 3] = ["small", "ha", "ha-keda"];
/// The oldest with all that is used (`preStop.sleep` is stable), and the newest that is known.
const KUBERNETES: [&str; 2] = ["1.34", "1.37"];
const RULES: &str = "deploy/monitoring/rules.yaml";
const RULES_TEST: &str = "deploy/monitoring/rules-test.yaml";
/// The same rules as Kubernetes takes them.
const PROMETHEUS_RULE: &str = "deploy/monitoring/prometheus-rule.yaml";

/// The proxy that the tests of the compose file run.
pub(crate) fn caddy() -> Result<PathBuf> {
    Ok(Tools::install()?.program("caddy"))
}

/// Writes what is made of other files.
pub(crate) fn write() -> Result<()> {
    Ok(fs::write(tree::root().join(PROMETHEUS_RULE), prometheus_rule(&read(RULES)?)?)?)
}

/// Checks everything.
pub(crate) fn check() -> Result<()> {
    let tools = Tools::install()?;
    compose(&tools)?;
    rules()?;
    let rendered = kubernetes(&tools)?;
    let mut hadolint = tools.command("hadolint");
    hadolint.arg("Dockerfile");
    step("Dockerfile", hadolint)?;
    let mut checkov = tools.python("checkov");
    checkov
        .args(["--config-file", "deploy/checkov.yaml", "--file", "Dockerfile"])
        .args(["docker-compose.yml", "deploy/compose/nats.conf", "deploy/compose/secrets.sh"])
        .args(rendered);
    step("checkov", checkov)
}

/// The compose file with secrets of its own, and the proxy's file, whose form its program knows.
fn compose(tools: &Tools) -> Result<()> {
    let text = read("docker-compose.yml")?;
    let mounted = text.split(['"', ' ', ':', '}', '-', '\n']).filter(|word| word.starts_with("./"));
    for file in mounted {
        ensure!(
            tree::root().join(file).exists(),
            "docker-compose.yml mounts {file}, which is not there"
        );
    }
    let project = made("compose")?;
    let mut secrets = at_root("sh");
    secrets.arg("deploy/compose/secrets.sh").arg(project.join("deploy/compose/secrets"));
    step("secrets", secrets)?;
    let mut config = tools.command("docker-compose");
    config.args(["--file", "docker-compose.yml", "--project-directory"]).arg(&project);
    config.args(["config", "--quiet"]);
    step("docker-compose.yml", config)?;
    let mut caddy = tools.command("caddy");
    // Its tests run it; this finds what is written in another form than its own.
    caddy
        .args(["fmt", "deploy/compose/Caddyfile"])
        .stdout(File::create(project.join("Caddyfile"))?);
    step("Caddyfile", caddy)
}

/// The rules, and when they fire; the configuration that reads them.
fn rules() -> Result<()> {
    let rules = read(RULES)?;
    ensure!(
        read(PROMETHEUS_RULE)? == prometheus_rule(&rules)?,
        "{PROMETHEUS_RULE} is not what {RULES} makes: run cargo xtask deploy-check --write"
    );
    let tests = read(RULES_TEST)?;
    for alert in rules.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")) {
        let asked = format!("alertname=\"{alert}\"");
        ensure!(tests.contains(&asked), "{RULES_TEST} does not test {alert}");
    }
    let promtool = promtool()?;
    for arguments in [["check", "rules", RULES], ["test", "rules", RULES_TEST]] {
        let mut command = at_root(&promtool);
        command.args(arguments);
        step(&arguments.join(" "), command)?;
    }
    let folder = made("prometheus")?;
    for (from, to) in [("deploy/compose/prometheus.yaml", "prometheus.yaml"), (RULES, "rules.yaml")]
    {
        fs::copy(tree::root().join(from), folder.join(to))?;
    }
    let mut command = at_root(&promtool);
    command.args(["check", "config"]).arg(folder.join("prometheus.yaml"));
    step("prometheus.yaml", command)
}

/// Renders the overlays and holds them against the schemas; answers the files.
fn kubernetes(tools: &Tools) -> Result<Vec<PathBuf>> {
    let folder = made("k8s")?;
    let mut rendered = Vec::new();
    for overlay in OVERLAYS {
        let file = folder.join(format!("{overlay}.yaml"));
        let mut kubectl = tools.command("kubectl");
        kubectl.arg("kustomize").arg(Path::new("k8s/overlays").join(overlay));
        kubectl.stdout(File::create(&file)?);
        step(&format!("kustomize {overlay}"), kubectl)?;
        rendered.push(file);
    }
    for version in KUBERNETES {
        let mut validate = tools.python("kubernetes-validate");
        // Without --strict a misspelt field passes. Kinds of operators have no schema here.
        validate.args(["--strict", "--quiet", "--no-warn", "--kubernetes-version", version]);
        validate.args(&rendered);
        step(&format!("schemas of Kubernetes {version}"), validate)?;
    }
    Ok(rendered)
}

/// The rules in the form of the Prometheus operator.
fn prometheus_rule(rules: &str) -> Result<String> {
    let groups = rules.find("groups:").context("no groups in the rules")?;
    let mut text = "# Made of rules.yaml by `cargo xtask deploy-check --write`: change that.\n\
                    apiVersion: monitoring.coreos.com/v1\n\
                    kind: PrometheusRule\n\
                    metadata:\n  name: tongban\n  labels: { app.kubernetes.io/name: tongban }\n\
                    spec:\n"
        .to_owned();
    for line in rules[groups..].lines() {
        text.push_str(if line.is_empty() { "" } else { "  " });
        text.push_str(line);
        text.push('\n');
    }
    Ok(text)
}

fn read(file: &str) -> Result<String> {
    fs::read_to_string(tree::root().join(file)).with_context(|| file.to_owned())
}

/// An empty folder for what is made.
fn made(name: &str) -> Result<PathBuf> {
    let folder = tree::root().join("target/deploy").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
