using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "dist/worker.js"),
    (name = "mta_sts_bg.wasm", wasm = embed "dist/mta_sts_bg.wasm"),
    (name = "mta_sts_reports_bg.wasm", wasm = embed "dist/mta_sts_reports_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
);
