backup
