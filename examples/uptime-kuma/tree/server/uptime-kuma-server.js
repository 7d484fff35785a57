class UptimeKumaServer {}
