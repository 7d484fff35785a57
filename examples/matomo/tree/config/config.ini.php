; <?php exit; ?>
[database]
