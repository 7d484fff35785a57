<?php

namespace Piwik;
