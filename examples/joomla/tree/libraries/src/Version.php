<?php

namespace Joomla\CMS;
